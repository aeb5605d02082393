import { allHandlersFinished, condition, workflowInfo } from '@temporalio/workflow';
import type { TrainReply } from '../../contracts/activities.js';
import type { CandidateList } from '../../contracts/candidate-list.js';
import type { Phase, SearchResult } from '../../contracts/search.js';
import { completed, type Origin, type TrialSummary } from '../../contracts/trial.js';
import { writeReport } from './activities.js';
import { finalistBudget, finalistSecondsLeft } from './budget.js';
import type { Bearing } from './persistence.js';
import { noModel } from './failures.js';
import { finalFit } from './final-fit.js';
import { chooseFinalists, confirm, type Confirmed } from './finalists.js';
import { resultOf, stopReason } from './result.js';
import type { SearchState } from './state.js';
import { countTrial } from './trials.js';

/** What the end of a search needs of it. */
export interface Delivery {
  evaluate: (
    origin: Origin,
    candidates: CandidateList,
    secondsLeft: () => number | null,
    dealing: { repeat: number; fixedColumns: boolean },
  ) => Promise<(TrialSummary | null)[]>;
  phase: (phase: Phase) => void;
  bearing: Bearing;
}

/** Confirms the finalists, fits the best on all rows, reads the holdout, writes the report. */
export async function deliver(state: SearchState, delivery: Delivery): Promise<SearchResult> {
  const stopped = stopReason(state);
  const { best, trained } = await bestModel(state, delivery);
  const { plan } = state;
  const { workflowId: searchId } = workflowInfo();
  delivery.phase('reporting');
  const result = resultOf(searchId, state, stopped, best, trained);
  const { report } = await writeReport({
    contextRef: plan.contextRef,
    dataName: plan.dataName,
    steps: state.steps,
    finalArrays: trained.arrays,
    budget: state.budget,
    result,
  });
  await condition(allHandlersFinished);
  delivery.phase('done');
  return { ...result, report };
}

/** The best that can be delivered: what is of a paradigm that the search goes on without cannot. */
async function bestModel(state: SearchState, delivery: Delivery): Promise<{ best: Confirmed; trained: TrainReply }> {
  for (;;) {
    leaveOutLost(state);
    const best = await confirmBest(state, delivery);
    delivery.phase('training');
    const answer = await finalFit(state, best, delivery.bearing);
    if ('reply' in answer) return { best, trained: answer.reply };
  }
}

/** Takes the trials of paradigms that the search goes on without out of what may be delivered. */
function leaveOutLost(state: SearchState): void {
  const lost = Object.keys(state.paradigmsLeftOut);
  if (lost.length === 0) return;
  const isLeft = ({ paradigm }: TrialSummary): boolean => !lost.includes(paradigm);
  state.elite = state.elite.filter(isLeft);
  state.contenders = state.contenders.filter(isLeft);
  state.widest = state.widest.filter(isLeft);
  if (state.base && !isLeft(state.base)) state.base = state.contenders[0] ?? state.elite[0] ?? null;
}

/** The best candidate, after the finalists' other folds where there is time for them. */
async function confirmBest(state: SearchState, { phase, evaluate }: Delivery): Promise<Confirmed> {
  const { base } = state;
  if (!base || !completed(base)) {
    await condition(allHandlersFinished);
    throw noModel(state);
  }
  phase('confirming');
  const { finalists, repeats } = chooseFinalists(state, finalistBudget(state));
  if (finalists.length === 0) return confirm(state, [base], [], []);
  const rounds: (TrialSummary | null)[][] = [];
  const candidates = { trials: finalists.map(({ key }) => key), of: workflowInfo().workflowId };
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const origin = { axis: 'finalists', step: repeat };
    const round = await evaluate(origin, candidates, () => finalistSecondsLeft(state), { repeat, fixedColumns: true });
    for (const trial of round) if (trial) countTrial(state, trial);
    rounds.push(round);
  }
  const [own, ...others] = rounds;
  return confirm(state, finalists, own, others);
}
