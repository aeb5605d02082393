import { CancelledFailure, Context } from '@temporalio/activity';
import {
  evaluateRequestSchema,
  type EvaluateReply,
  type EvaluateRequest,
} from '../../contracts/search/trial-activities.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { withUserErrors } from '../runtime/errors.js';
import type { LoadedSearch } from '../../training/data/search-loader.js';
import { endOf } from '../../training/threads/search-end.js';
import { startSpan } from '../runtime/span.js';
import {
  evaluateCandidate,
  type CandidateDependencies,
  type Evaluated,
} from '../../training/trial/evaluate-candidate.js';
import { findCandidates } from '../../training/trial/find-candidates.js';
import { Heartbeats } from './heartbeats.js';

export interface EvaluateDependencies extends CandidateDependencies {
  load: (contextRef: ArtifactRef) => Promise<LoadedSearch>;
}

/** The activity `evaluateTrials`. */
export function createEvaluateTrials(deps: EvaluateDependencies) {
  return async function evaluateTrials(argument: EvaluateRequest): Promise<EvaluateReply> {
    const span = startSpan();
    const request = evaluateRequestSchema.parse(argument);
    const activity = Context.current();
    const beats = new Heartbeats(activity);
    try {
      const search = await deps.load(request.contextRef);
      const candidates = await withUserErrors(() => findCandidates(deps, search, request.candidates));
      beats.of = candidates.length;
      // Without time left, trials in the store are found and nothing is trained.
      const evaluation = { request, cancelled: activity.cancellationSignal, ended: endOf(request.secondsLeft), beats };
      // All must end before the activity does; otherwise a cancelled one would leave threads running.
      const settled = await Promise.allSettled(
        candidates.map((candidate) =>
          evaluateCandidate(deps, search, evaluation, candidate).finally(() => beats.done++),
        ),
      );
      if (activity.cancellationSignal.aborted) throw new CancelledFailure('the evaluation was cancelled');
      const failed = settled.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      const evaluated = settled.map((result) => (result as PromiseFulfilledResult<Evaluated>).value);
      return {
        trials: evaluated.map((one) => ('trial' in one ? one.trial : null)),
        toFit: evaluated.flatMap((one, index) => ('toFit' in one ? [{ index, ...one.toFit }] : [])),
        span: span(),
      };
    } finally {
      beats.stop();
    }
  };
}
