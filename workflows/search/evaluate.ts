import type { CancellationScope } from '@temporalio/workflow';
import { isCancellation } from '@temporalio/workflow';
import type { EvaluateReply, EvaluateRequest } from '../../contracts/search/trial-activities.js';
import { listLength, sliceList, type CandidateList } from '../../contracts/candidate/candidate-list.js';
import type { Origin, TrialSummary } from '../../contracts/candidate/trial.js';
import { countSpan } from '../policy/active-clock.js';
import { trialSeconds } from '../policy/budget.js';
import type { SearchCallContext } from './call-module.js';
import { fitServed } from './fit-served.js';
import type { SearchState } from '../policy/state.js';
import { TrialsUnserved } from './trial-calls.js';

/**
 * Target duration of one activity in seconds of training: long compared with a round trip, short compared with a
 * search.
 */
const LEAST_BATCH_SECONDS = 4;
const BATCH_SECONDS = 5;
const LARGEST_BATCH = 32;

/** The candidates to evaluate, and how. */
export interface Evaluation {
  origin: Origin;
  candidates: CandidateList;
  /** The number of the split into folds, and whether all folds are fitted on the same columns. */
  repeat: number;
  fixedColumns: boolean;
  /** Time left for it in seconds; null for no limit. */
  secondsLeft: () => number | null;
  /** For calls of the teams that serve paradigms, and of trial workers. */
  callContext: SearchCallContext;
  /** Waits while the search is paused. @returns whether to go on */
  mayBegin: () => Promise<boolean>;
  /** Called when batches end, for progress. */
  onTrials: (trials: readonly TrialSummary[]) => void;
}

/**
 * Evaluates candidates in batches, several at once over all trial workers.
 *
 * @returns a trial for each candidate, in order; null for those not started before the end of the search's time, and
 *   those not finished when a person stopped the search (which cancels `scope`).
 */
export async function evaluateCandidates(
  state: SearchState,
  evaluation: Evaluation,
  scope: CancellationScope,
): Promise<(TrialSummary | null)[]> {
  const { candidates, mayBegin, secondsLeft, onTrials } = evaluation;
  const batches = inBatches(candidates, batchSize(state, listLength(candidates)));
  const ended = batches.map((batch) => new Array<TrialSummary | null>(listLength(batch)).fill(null));
  let next = 0;
  const takeBatches = async (): Promise<void> => {
    while (next < batches.length && (await mayBegin())) {
      const left = secondsLeft();
      if (left === 0 || next >= batches.length) return;
      const index = next++;
      ended[index] = await evaluateBatch(state, evaluation, batches[index], left, scope);
      onTrials(ended[index].filter((trial) => trial !== null));
    }
  };
  await Promise.all(Array.from({ length: Math.min(state.plan.trials.batches, batches.length) }, takeBatches));
  return ended.flat();
}

async function evaluateBatch(
  state: SearchState,
  evaluation: Evaluation,
  batch: CandidateList,
  left: number | null,
  scope: CancellationScope,
): Promise<(TrialSummary | null)[]> {
  const { trials, toFit } = await evaluateHere(state, evaluation, batch, left, scope);
  const fitted = await fitServed(state, toFit, evaluation, scope);
  toFit.forEach(({ index }, i) => (trials[index] = fitted[i]));
  return trials;
}

/**
 * The part of trial workers: they train trials of their own paradigms, and prepare the others for the teams that serve
 * these.
 */
async function evaluateHere(
  state: SearchState,
  { origin, repeat, fixedColumns, callContext }: Evaluation,
  batch: CandidateList,
  left: number | null,
  scope: CancellationScope,
): Promise<Pick<EvaluateReply, 'trials' | 'toFit'>> {
  const { plan } = state;
  const call = async (secondsLeft: number | null): Promise<EvaluateReply> => {
    const request: EvaluateRequest = {
      contextRef: plan.contextRef,
      origin,
      candidates: batch,
      repeat,
      fixedColumns,
      trialSeconds: trialSeconds(state),
      trialMemoryMb: plan.trials.trialMemoryMb,
      secondsLeft,
    };
    const reply = await callContext.trials.call(summaryOf(origin, batch), (workers) => workers.evaluateTrials(request));
    state.time = countSpan(state.time, reply.span);
    return reply;
  };
  try {
    return await scope.run(() => call(left));
  } catch (error) {
    if (error instanceof TrialsUnserved) return nothing(batch);
    if (!state.stopped || !isCancellation(error)) throw error;
  }
  try {
    // No time left: trials in the store are returned, nothing is trained.
    return await call(0);
  } catch (error) {
    if (error instanceof TrialsUnserved) return nothing(batch);
    throw error;
  }
}

/** The result if the search was stopped and has no trial workers. */
function nothing(batch: CandidateList): Pick<EvaluateReply, 'trials' | 'toFit'> {
  return { trials: new Array<null>(listLength(batch)).fill(null), toFit: [] };
}

function summaryOf({ axis, step }: Origin, batch: CandidateList): string {
  const length = listLength(batch);
  return `${axis}, step ${step + 1}: ${length} ${length === 1 ? 'candidate' : 'candidates'}`;
}

/**
 * The size of batches, from the duration of trials so far. The outcome of a trial does not depend on its batch, so
 * neither does a search's result.
 */
function batchSize({ plan, trained }: SearchState, candidates: number): number {
  const spread = Math.ceil(candidates / plan.trials.batches);
  if (trained.trials === 0) return Math.min(spread, LARGEST_BATCH);
  const seconds = Math.max(trained.seconds / trained.trials, 0.001);
  // All threads of a worker share a batch; quick trials are not worth a second round trip.
  const least = Math.ceil(LEAST_BATCH_SECONDS / seconds);
  return Math.max(1, Math.min(Math.max(spread, least), LARGEST_BATCH, Math.ceil(BATCH_SECONDS / seconds)));
}

function inBatches(list: CandidateList, size: number): CandidateList[] {
  const batches = Math.ceil(listLength(list) / size);
  return Array.from({ length: batches }, (_, i) => sliceList(list, i * size, (i + 1) * size));
}
