import type { EvaluateReply } from '../../contracts/activities.js';
import { listLength, sliceList, type CandidateList } from '../../contracts/candidate-list.js';
import type { Origin, TrialSummary } from '../../contracts/trial.js';
import { countSpan } from './active-clock.js';
import { trialActivities } from './activities.js';
import type { SearchState } from './state.js';

/** Seconds of training that one activity should hold: long beside its round trip, short beside a search. */
const BATCH_SECONDS = 5;
const LARGEST_BATCH = 32;

/**
 * Evaluates a step's candidates in batches, several at once over all trial workers. The trials come in the order of
 * their candidates, whichever ended first; those that the end of the search's time left unstarted are missing.
 *
 * @param secondsLeft what this step may take, or null.
 * @param onTrials called as batches end, for people who watch.
 */
export async function evaluateCandidates(
  state: SearchState,
  origin: Origin,
  candidates: CandidateList,
  secondsLeft: () => number | null,
  onTrials: (trials: readonly TrialSummary[]) => void,
): Promise<TrialSummary[]> {
  const { plan } = state;
  const batches = inBatches(candidates, batchSize(state, listLength(candidates)));
  const ended = new Array<TrialSummary[]>(batches.length).fill([]);
  let next = 0;
  const takeBatches = async (): Promise<void> => {
    while (next < batches.length) {
      const left = secondsLeft();
      if (left === 0) return;
      const index = next++;
      const length = listLength(batches[index]);
      const summary = `${origin.axis}, step ${origin.step + 1}: ${length} ${length === 1 ? 'candidate' : 'candidates'}`;
      const reply: EvaluateReply = await trialActivities(plan, summary).evaluateTrials({
        contextRef: plan.contextRef,
        origin,
        candidates: batches[index],
        trialSeconds: plan.trials.trialSeconds,
        secondsLeft: left,
      });
      state.time = countSpan(state.time, reply.span);
      ended[index] = reply.trials.filter((trial) => trial !== null);
      onTrials(ended[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(plan.trials.batches, batches.length) }, takeBatches));
  return ended.flat();
}

/**
 * Sizes batches by what trials took so far: the outcome of a trial does not depend on its batch, so a search's result
 * does not depend on this.
 */
function batchSize({ plan, trained }: SearchState, candidates: number): number {
  const spread = Math.ceil(candidates / plan.trials.batches);
  if (trained.trials === 0) return Math.min(spread, LARGEST_BATCH);
  const seconds = Math.max(trained.seconds / trained.trials, 0.001);
  return Math.max(1, Math.min(spread, LARGEST_BATCH, Math.ceil(BATCH_SECONDS / seconds)));
}

function inBatches(list: CandidateList, size: number): CandidateList[] {
  const batches = Math.ceil(listLength(list) / size);
  return Array.from({ length: batches }, (_, i) => sliceList(list, i * size, (i + 1) * size));
}
