import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { QUERIES } from '../../contracts/search/control.js';
import type { TrialKey } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';
import { Cluster } from './cluster.js';
import type { Experiment } from './measure.js';

const SEARCH_ID = 'latency';
const LOOK_MS = 20;

/** Seconds after the kill of a worker, another one of its kind being there. */
export interface Latencies {
  /** Until a trial that it was training is under way again. */
  trial: number[];
  /** Until a query is answered by the worker that had not cached the search. */
  query: number[];
}

/** Kills workers of one long search, one after the other. */
export async function measureLatencies({ data, input, kills, log }: Experiment): Promise<Latencies> {
  const cluster = await Cluster.open();
  const latencies: Latencies = { trial: [], query: [] };
  try {
    await cluster.start(SEARCH_ID, 'pseudo-joint', data, { ...input, maxTrials: 10_000 });
    await cluster.startWorker('trials');
    for (let i = 0; i < kills; i++) {
      latencies.trial.push(await killAtTrial(cluster));
      latencies.query.push(await killAndAsk(cluster));
      log(
        `trial under way again after ${latencies.trial[i].toFixed(1)} s, query after ${latencies.query[i].toFixed(1)} s`,
      );
    }
    return latencies;
  } finally {
    await cluster.close();
  }
}

/** Kills the worker that trains some trial, and waits for the next attempt at it. */
async function killAtTrial(cluster: Cluster): Promise<number> {
  const { key, pid, attempts } = await trialUnderWay(cluster);
  await cluster.killProcess(pid);
  const start = performance.now();
  while ((await cluster.store.attempts.of(key)).started === attempts) await delay(LOOK_MS);
  const seconds = (performance.now() - start) / 1000;
  await cluster.startWorker('trials');
  return seconds;
}

async function trialUnderWay({ store }: Cluster): Promise<{ key: TrialKey; pid: number; attempts: number }> {
  for (;;) {
    for await (const key of store.trials.keys()) {
      if (await store.trials.read(key)) continue;
      const { started, open } = await store.attempts.of(key);
      if (open === 1 && started === 1) return { key, pid: await trainerOf(store, key), attempts: started };
    }
    await delay(LOOK_MS);
  }
}

/** The process that made the last attempt at a trial. */
async function trainerOf({ attempts }: Store, key: TrialKey): Promise<number> {
  const log = await readFile(attempts.path(key), 'utf8');
  return Number([...log.matchAll(/"worker":"(\d+)@/g)].at(-1)![1]);
}

/** Kills the worker that has cached the search, and asks the other. */
async function killAndAsk(cluster: Cluster): Promise<number> {
  const spare = await cluster.startWorker('search');
  await cluster.killOthers('search', spare);
  const start = performance.now();
  await cluster.withClient((client) => client.workflow.getHandle(SEARCH_ID).query(QUERIES.progress));
  return (performance.now() - start) / 1000;
}
