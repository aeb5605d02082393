import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSearchLoader } from '../../training/data/search-loader.js';
import { MemoryGate } from '../../training/threads/memory-gate.js';
import { MemoryWatch } from '../../training/threads/memory-watch.js';
import { createThreadPool } from '../../training/threads/thread-pool.js';
import { trialKey } from '../../training/trial/key.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { TrialKey } from '../../contracts/candidate/trial.js';
import { openStore, type Store } from '../../storage/store.js';
import { backendOf, registry } from '../../activities/paradigms/index.js';
import { createOwnProcess } from '../../training/threads/own-process.js';
import { estimatorOf } from '../../training/trial/refusal.js';
import { createTrialRunner } from '../../training/trial/train-trial.js';

/**
 * Trains the trials of a search again, in threads of this process and with an empty store.
 *
 * @param store the search's own, which says what the trials were
 * @param steps keys of each step's trials; a step begins when the one before has ended, as in the search
 * @returns wall time, and what the trials took, all threads together
 */
export async function runInProcess(
  store: Store,
  contextRef: ArtifactRef,
  steps: readonly (readonly TrialKey[])[],
  threads: number,
): Promise<{ seconds: number; trained: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'coaxial-in-process-'));
  const file = new URL('../../workers/threads/thread.js', import.meta.url);
  const options = { file, threads, memoryMb: 2048 };
  const pool = createThreadPool(options);
  try {
    const search = await createSearchLoader(store, pool)(contextRef);
    // No other process would train its trials.
    const claims = { claim: () => Promise.resolve(null) } as unknown as Store['claims'];
    const runTrial = createTrialRunner({
      store: { ...openStore(folder), claims },
      pool,
      ownProcess: createOwnProcess(options),
      estimateBytes: estimatorOf(registry),
      memory: new MemoryWatch(Infinity),
      gate: new MemoryGate(Infinity),
    });
    const never = new AbortController().signal;
    const run = async (key: TrialKey): Promise<number> => {
      const known = await store.trials.read(key);
      if (!known) throw new Error(`trial ${key} is not in the store`);
      const { candidate } = known;
      const backend = await backendOf(candidate.paradigm);
      const again = trialKey(search.context, candidate, 0, backend);
      if (again !== key) throw new Error(`trial ${key} would be another one, ${again}`);
      const limits = { trialSeconds: 3600, maxBytes: Infinity, cancelled: never, ended: never };
      const circumstances = { known: () => Promise.resolve(null), isBrief: true };
      const run = await runTrial({ search, candidate, repeat: 0, key, backend }, limits, circumstances);
      return run!.record.cost.seconds;
    };
    // The threads of the search start with its workers, before its first trial: so do these, by any work.
    await Promise.all(Array.from({ length: threads }, (_, i) => search.dealt(i + 1)));
    const start = performance.now();
    let trained = 0;
    for (const keys of steps) {
      const seconds = await Promise.all(keys.map(run));
      trained += seconds.reduce((a, b) => a + b, 0);
    }
    return { seconds: (performance.now() - start) / 1000, trained };
  } finally {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}
