import { CancelledFailure, Context } from '@temporalio/activity';
import { z } from 'zod';
import { evaluateRequestSchema, type EvaluateReply, type EvaluateRequest } from '../../contracts/activities.js';
import { decodeColumns } from '../../contracts/column-set.js';
import { withColumns, type Candidate } from '../../contracts/candidate.js';
import {
  trialKeySchema,
  type Outcome,
  type TrialKey,
  type TrialRecord,
  type TrialSummary,
} from '../../contracts/trial.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { readTrial } from '../runtime/lost-trials.js';
import { withUserErrors } from '../runtime/errors.js';
import { HEARTBEAT_MS } from '../runtime/heartbeat.js';
import type { LoadedSearch } from '../runtime/search-loader.js';
import { startSpan } from '../runtime/span.js';
import { findCandidates } from './find-candidates.js';
import { trialKey } from './key.js';
import type { Claim } from '../../storage/claims.js';
import type { Store } from '../../storage/store.js';
import { isReusable } from '../../storage/trials.js';
import type { TrialRunner } from './run-trial.js';
import type { TrialProgress } from './trial-to-run.js';

export interface EvaluateDependencies {
  store: Store;
  load(contextRef: ArtifactRef): Promise<LoadedSearch>;
  runTrial: TrialRunner;
  /** The numeric backend of a paradigm. */
  backendOf(paradigm: string): Promise<string>;
}

/** What an evaluation's heartbeats tell: people of where it stands, and a later attempt of what the store cannot. */
export interface EvaluationDetails {
  done: number;
  of: number;
  /** Trials under way, whose checkpoints lie in the store under their key. */
  underWay: ({ key: TrialKey } & TrialProgress)[];
  /** Trials that ended here in a way that another evaluation would not take for certain to repeat. */
  ended: TrialKey[];
}

/** The activity `evaluateTrials`. */
export function createEvaluateTrials(deps: EvaluateDependencies) {
  return async function evaluateTrials(argument: EvaluateRequest): Promise<EvaluateReply> {
    const span = startSpan();
    const request = evaluateRequestSchema.parse(argument);
    const activity = Context.current();
    const beats = new Heartbeats(activity, endedBefore(activity.info.heartbeatDetails));
    try {
      const search = await deps.load(request.contextRef);
      const candidates = await withUserErrors(() => findCandidates(deps, search, request.candidates));
      beats.of = candidates.length;
      const evaluation = { request, cancelled: activity.cancellationSignal, ended: endOf(request.secondsLeft), beats };
      // All must end before the activity does, or a cancelled one would leave threads training for nobody.
      const settled = await Promise.allSettled(
        candidates.map((candidate) => evaluate(deps, search, evaluation, candidate).finally(() => beats.done++)),
      );
      if (activity.cancellationSignal.aborted) throw new CancelledFailure('the evaluation was cancelled');
      const failed = settled.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      return {
        trials: settled.map((result) => (result as PromiseFulfilledResult<TrialSummary | null>).value),
        span: span(),
      };
    } finally {
      beats.stop();
    }
  };
}

/** Tells the server where an evaluation stands, until it is stopped. */
class Heartbeats {
  done = 0;
  of = 0;
  private readonly underWay = new Map<TrialKey, () => TrialProgress>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    activity: Context,
    readonly ended: Set<TrialKey>,
  ) {
    this.timer = setInterval(() => activity.heartbeat(this.details()), HEARTBEAT_MS);
  }

  started(key: TrialKey, progress: () => TrialProgress): void {
    this.underWay.set(key, progress);
  }

  over(key: TrialKey, outcome: Outcome | null): void {
    this.underWay.delete(key);
    if (outcome && !isReusable(outcome)) this.ended.add(key);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private details(): EvaluationDetails {
    const underWay = [...this.underWay].map(([key, progress]) => ({ key, ...progress() }));
    return { done: this.done, of: this.of, underWay, ended: [...this.ended] };
  }
}

const endedSchema = z.object({ ended: z.array(trialKeySchema) });

/** What an earlier attempt at the same evaluation told. */
function endedBefore(details: unknown): Set<TrialKey> {
  return new Set(endedSchema.safeParse(details).data?.ended ?? []);
}

/** The end of the search's time. Without any left, what is in the store is found and nothing is trained. */
function endOf(secondsLeft: number | null): AbortSignal {
  if (secondsLeft === 0) return AbortSignal.abort();
  return AbortSignal.timeout(Math.ceil(Math.min(secondsLeft ?? Infinity, MAX_TIMER_SECONDS) * 1000));
}

/** Timers of Node take at most 2^31 - 1 ms. */
const MAX_TIMER_SECONDS = 2_147_483;

interface Evaluation {
  request: EvaluateRequest;
  cancelled: AbortSignal;
  ended: AbortSignal;
  beats: Heartbeats;
}

async function evaluate(
  deps: EvaluateDependencies,
  search: LoadedSearch,
  { request, cancelled, ended, beats }: Evaluation,
  proposed: Candidate,
): Promise<TrialSummary | null> {
  const { store } = deps;
  const { repeat, fixedColumns, trialSeconds } = request;
  const candidate = fixedColumns ? withColumns(proposed, { features: proposed.features }) : proposed;
  const backend = await deps.backendOf(candidate.paradigm);
  const key = trialKey(search.context, candidate, repeat, backend);
  const known = async (): Promise<TrialRecord | null> => {
    const record = await readTrial(store, key);
    return record && (isReusable(record.outcome) || beats.ended.has(key)) ? record : null;
  };
  const earlier = await known();
  if (earlier) return summary(earlier, request, true);
  const claim = await claimTrial(store, key, AbortSignal.any([cancelled, ended]), async () => (await known()) !== null);
  if (claim === 'ended') return null;
  if (claim === null) return summary((await known())!, request, true);
  try {
    // Another may have finished it between the look and the claim.
    const finished = await known();
    if (finished) return summary(finished, request, true);
    const run = { claim, onStart: (progress: () => TrialProgress) => beats.started(key, progress) };
    const limits = { trialSeconds, cancelled, ended };
    const record = await deps.runTrial({ search, candidate, repeat, key, backend }, limits, run);
    beats.over(key, record && record.outcome);
    return record && summary(record, request, false);
  } finally {
    beats.over(key, null);
    await claim.release();
  }
}

/** A claim; null where another finished the trial meanwhile, `ended` where nobody wants it any more. */
async function claimTrial(
  { claims }: Store,
  key: TrialKey,
  signal: AbortSignal,
  settled: () => Promise<boolean>,
): Promise<Claim | null | 'ended'> {
  if (signal.aborted) return 'ended';
  try {
    return await claims.claim(key, signal, settled);
  } catch (error) {
    if (signal.aborted) return 'ended';
    throw error;
  }
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
