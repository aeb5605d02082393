import { scoreRequestSchema, type ScoreReply, type ScoreRequest } from '../../contracts/search/trial-activities.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { Store } from '../../storage/store.js';
import type { LoadedSearch } from '../../training/data/search-loader.js';
import { allEnded } from '../../training/threads/all-ended.js';
import type { ThreadPool } from '../../training/threads/thread-pool.js';
import { scoreTrial } from '../../training/trial/score-trial.js';
import { FILE_PATIENCE } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { startSpan } from '../runtime/span.js';

export interface ScoreDependencies {
  store: Store;
  load: (contextRef: ArtifactRef) => Promise<LoadedSearch>;
  pool: ThreadPool;
}

/** The activity `scoreTrials`. */
export function createScoreTrials({ store, load, pool }: ScoreDependencies) {
  return async function scoreTrials(argument: ScoreRequest): Promise<ScoreReply> {
    const span = startSpan();
    const request = scoreRequestSchema.parse(argument);
    return heartbeating(async ({ cancellationSignal: cancelled, info }) => {
      const search = await load(request.contextRef);
      const reader = { store, pool, cancelled, patient: info.attempt < FILE_PATIENCE };
      const trials = await allEnded(request.trials.map((trial) => scoreTrial(reader, search, request, trial)));
      return { trials, span: span() };
    });
  };
}
