import type { Store } from '../../storage/store.js';
import { Recent } from '../data/recent.js';
import { allEnded } from '../threads/all-ended.js';
import type { ThreadPool } from '../threads/thread-pool.js';
import type { CandidateFit } from './planned-fits.js';
import { failureOf } from './failure.js';
import type { MemoryLimit, PrepareJob, PrepareResult } from './jobs.js';
import { matricesKey } from './prepare.js';

/** Number of fits whose matrices are cached, by reference. */
const KEPT = 512;

/** Prepares matrices, in the store, for paradigms that their teams serve. */
export class Matrices {
  private readonly known = new Recent<Promise<PrepareResult>>(KEPT);

  constructor(
    private readonly store: Store,
    private readonly pool: ThreadPool,
  ) {}

  /**
   * The matrices of fits, in their order. Candidates with the same columns and transforms share them, and they are
   * prepared once while this process has them in its cache.
   *
   * @throws the signal's reason once it aborts; Error if a thread ended, or the store cannot be written to
   */
  prepare(fits: readonly CandidateFit[], limit: MemoryLimit | null, signal: AbortSignal): Promise<PrepareResult[]> {
    return allEnded(fits.map((fit) => this.prepareOne(fit, limit, signal)));
  }

  private async prepareOne(fit: CandidateFit, limit: MemoryLimit | null, signal: AbortSignal): Promise<PrepareResult> {
    const key = matricesKey(fit) + JSON.stringify(limit);
    for (;;) {
      signal.throwIfAborted();
      let own = false;
      const preparing = this.known.get(key, () => {
        own = true;
        return { value: this.run({ kind: 'prepare', store: this.store.root, fit, limit }, signal), size: 1 };
      });
      try {
        const result = await preparing;
        if (own || (await areThere(this.store, result))) return result;
      } catch (error) {
        this.known.forget(key);
        // Another caller was cancelled, or another thread ended: not an error of this caller.
        if (own || signal.aborted) throw error;
        continue;
      }
      this.known.forget(key);
    }
  }

  private async run(job: PrepareJob, signal: AbortSignal): Promise<PrepareResult> {
    try {
      return await this.pool.run<PrepareResult>(job, signal);
    } catch (error) {
      signal.throwIfAborted();
      const failure = failureOf(error);
      if (failure.code !== 'memory') throw error;
      return { status: 'failed', ...failure };
    }
  }
}

/** Protects them from garbage collection. @returns false if one of them was lost */
async function areThere({ artifacts }: Store, result: PrepareResult): Promise<boolean> {
  if (result.status === 'failed') return true;
  const refs = [result.train, ...(result.valid === null ? [] : [result.valid])];
  return (await Promise.all(refs.map((ref) => artifacts.touch(ref)))).every(Boolean);
}
