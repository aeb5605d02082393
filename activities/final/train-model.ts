import { trainRequestSchema, type TrainReply, type TrainRequest } from '../../contracts/activities.js';
import type { CompletedOutcome, TrialRecord } from '../../contracts/trial.js';
import type { Store } from '../../storage/store.js';
import { heartbeating } from '../runtime/heartbeat.js';
import type { MemoryGate } from '../runtime/memory-gate.js';
import type { OwnProcess } from '../runtime/own-process.js';
import type { LoadedSearch } from '../runtime/search-loader.js';
import { startSpan } from '../runtime/span.js';
import type { ThreadPool } from '../runtime/thread-pool.js';
import { fitSeed, prepareSeed } from '../trials/key.js';
import { allRows, type EstimateBytes } from '../trials/refusal.js';
import {
  deliveryReply,
  describeModel,
  modelFolder,
  trialToDeliver,
  type Delivery,
  type DeliveryDependencies,
} from './delivery.js';
import type { FinalJob, FinalResult } from './final-job.js';
import { writeModel } from './model-folder.js';

export interface TrainDependencies extends DeliveryDependencies {
  pool: ThreadPool;
  ownProcess: OwnProcess;
  gate: MemoryGate;
  estimateBytes: EstimateBytes;
}

/** Attempts in threads: it may be the fits that take their worker down, and then they shall have a process each. */
const MOST_ATTEMPTS = 2;

/** The activity `trainModel`: reads the holdout score once, and delivers a model that was fitted on all rows. */
export function createTrainModel(deps: TrainDependencies) {
  return async function trainModel(argument: TrainRequest): Promise<TrainReply> {
    const span = startSpan();
    const request = trainRequestSchema.parse(argument);
    const { store } = deps;
    return heartbeating(async ({ cancellationSignal, info }) => {
      const search = await deps.load(request.contextRef);
      const { record, outcome } = await trialToDeliver(store, request.key);
      const runner = info.attempt > MOST_ATTEMPTS ? deps.ownProcess : deps.pool;
      const bytes = deps.estimateBytes({ search, candidate: record.candidate }, allRows(search.context));
      const fit = (rows: FinalJob['rows'], signal: AbortSignal): Promise<FinalResult> =>
        deps.gate.run(bytes, signal, () => runner.run(finalJob(store, search, record, outcome, rows), signal));
      const [judged, delivered] = await runBoth(fit, cancellationSignal);
      const delivery: Delivery = { ...delivered, record, holdout: judged.holdout };
      const model = await modelFolder(store, request.searchId);
      await writeModel(model, await describeModel(deps, search, request, delivery), delivered.model);
      await store.checkpoints.remove(request.key);
      return { ...(await deliveryReply(store, search, { searchId: request.searchId, model }, delivery)), span: span() };
    });
  };
}

/** Both fits. Where one fails, the other is ended before this rejects: the next attempt writes the same checkpoints. */
async function runBoth(
  run: (rows: FinalJob['rows'], signal: AbortSignal) => Promise<FinalResult>,
  cancelled: AbortSignal,
): Promise<[FinalResult, FinalResult]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([cancelled, failed.signal]);
  const fits = (['search', 'all'] as const).map((rows) => run(rows, signal));
  try {
    const [judged, delivered] = await Promise.all(fits);
    return [judged, delivered];
  } finally {
    failed.abort();
    await Promise.allSettled(fits);
  }
}

function finalJob(
  store: Store,
  { context, shared }: LoadedSearch,
  { key, candidate }: TrialRecord,
  { effort }: CompletedOutcome,
  rows: FinalJob['rows'],
): FinalJob {
  return {
    kind: 'final',
    shared,
    judge: { task: context.task, metric: context.metric, classes: context.classes.length },
    candidate,
    takesMissing: context.paradigms.find(({ id }) => id === candidate.paradigm)?.takesMissing ?? false,
    rows,
    fitSeed: fitSeed(context, candidate, 'final'),
    prepareSeed: prepareSeed(context, 'final'),
    effort,
    checkpoints: { file: store.checkpoints.fitFile(key, `final-${rows}`), told: null },
  };
}
