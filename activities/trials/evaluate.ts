import { CancelledFailure, Context } from '@temporalio/activity';
import { evaluateRequestSchema, type EvaluateReply, type EvaluateRequest } from '../../contracts/activities.js';
import { decodeColumns } from '../../contracts/column-set.js';
import { withColumns, type Candidate } from '../../contracts/candidate.js';
import type { TrialRecord, TrialSummary } from '../../contracts/trial.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import { readCandidates } from '../runtime/candidate-list.js';
import { HEARTBEAT_MS } from '../runtime/heartbeat.js';
import type { LoadedSearch } from '../runtime/search-loader.js';
import { startSpan } from '../runtime/span.js';
import { trialKey } from './key.js';
import { isReusable } from '../../storage/trials.js';
import type { TrialRunner } from './run-trial.js';
import type { TrialStore } from '../../storage/trials.js';

export interface EvaluateDependencies {
  artifacts: ArtifactStore;
  trials: TrialStore;
  load(contextRef: ArtifactRef): Promise<LoadedSearch>;
  runTrial: TrialRunner;
  /** The numeric backend of a paradigm. */
  backendOf(paradigm: string): Promise<string>;
}

/** The activity `evaluateTrials`. */
export function createEvaluateTrials(deps: EvaluateDependencies) {
  return async function evaluateTrials(argument: EvaluateRequest): Promise<EvaluateReply> {
    const span = startSpan();
    const request = evaluateRequestSchema.parse(argument);
    const search = await deps.load(request.contextRef);
    const candidates = await readCandidates(deps, request.candidates);
    const activity = Context.current();
    const ended = endOf(request.secondsLeft);
    let done = 0;
    const beat = setInterval(() => activity.heartbeat({ done, of: candidates.length }), HEARTBEAT_MS);
    try {
      const evaluations = candidates.map(async (candidate) => {
        const trial = await evaluate(deps, search, {
          candidate: request.fixedColumns ? withColumns(candidate, { features: candidate.features }) : candidate,
          request,
          cancelled: activity.cancellationSignal,
          ended,
        });
        done++;
        return trial;
      });
      // All must end before the activity does, or a cancelled one would leave threads training for nobody.
      const settled = await Promise.allSettled(evaluations);
      if (activity.cancellationSignal.aborted) throw new CancelledFailure('the evaluation was cancelled');
      const failed = settled.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      return {
        trials: settled.map((result) => (result as PromiseFulfilledResult<TrialSummary | null>).value),
        span: span(),
      };
    } finally {
      clearInterval(beat);
    }
  };
}

/** The end of the search's time. Without any left, what is in the store is found and nothing is trained. */
function endOf(secondsLeft: number | null): AbortSignal {
  if (secondsLeft === 0) return AbortSignal.abort();
  return AbortSignal.timeout(Math.ceil(Math.min(secondsLeft ?? Infinity, MAX_TIMER_SECONDS) * 1000));
}

/** Timers of Node take at most 2^31 - 1 ms. */
const MAX_TIMER_SECONDS = 2_147_483;

interface Evaluation {
  candidate: Candidate;
  request: EvaluateRequest;
  cancelled: AbortSignal;
  ended: AbortSignal;
}

async function evaluate(
  deps: EvaluateDependencies,
  search: LoadedSearch,
  { candidate, request, cancelled, ended }: Evaluation,
): Promise<TrialSummary | null> {
  const backend = await deps.backendOf(candidate.paradigm);
  const key = trialKey(search.context, candidate, request.repeat, backend);
  const known = await deps.trials.read(key);
  if (known && isReusable(known.outcome)) return summary(known, request, true);
  const limits = { trialSeconds: request.trialSeconds, cancelled, ended };
  const record = await deps.runTrial({ search, candidate, repeat: request.repeat, key, backend }, limits);
  return record && summary(record, request, false);
}

function summary(record: TrialRecord, { origin, repeat }: EvaluateRequest, reused: boolean): TrialSummary {
  return {
    key: record.key,
    origin,
    paradigm: record.candidate.paradigm,
    features: decodeColumns(record.candidate.features).length,
    outcome: record.outcome,
    cost: record.cost,
    repeat,
    reused,
  };
}
