import { allHandlersFinished, condition, workflowInfo } from '@temporalio/workflow';
import type { DeliveredModel } from '../../contracts/search/trial-activities.js';
import type { CandidateList } from '../../contracts/candidate/candidate-list.js';
import type { Phase, SearchResult } from '../../contracts/search/search.js';
import { completed, type Origin, type TrialSummary } from '../../contracts/candidate/trial.js';
import { writeReport } from './activities.js';
import { finalistBudget, finalistSecondsLeft } from '../policy/budget.js';
import type { SearchCallContext } from './call-module.js';
import { noModel, userFailure } from './failures.js';
import { finalFit, type FitAnswer, type Stoppable } from './final-fit.js';
import { chooseFinalists, confirm, runnersUp, unconfirmed, type Confirmed } from '../policy/finalists.js';
import { resultOf, stopReason } from '../policy/result.js';
import type { SearchState } from '../policy/state.js';
import { TrialsUnserved } from './trial-calls.js';
import { countTrial, takeFailedFit } from '../policy/trials.js';

/** The parts of a search that its end needs. */
export interface Delivery {
  evaluate: (
    origin: Origin,
    candidates: CandidateList,
    secondsLeft: () => number | null,
    dealing: { repeat: number; fixedColumns: boolean },
  ) => Promise<(TrialSummary | null)[]>;
  phase: (phase: Phase) => void;
  callContext: SearchCallContext;
  stoppable: Stoppable;
}

/** Confirms the finalists, fits the best on all rows, reads the holdout, writes the report. */
export async function deliver(state: SearchState, delivery: Delivery): Promise<SearchResult> {
  // Before the finalists are counted, because their trials would count as a spent budget.
  const ended = stopReason(state);
  const { best, trained } = await bestModel(state, delivery);
  const { plan } = state;
  const { workflowId: searchId } = workflowInfo();
  delivery.phase('reporting');
  const result = resultOf(searchId, state, state.stopped ? 'stopped' : ended, best, trained);
  const { report, warnings } = await writeReport({
    contextRef: plan.contextRef,
    dataName: plan.dataName,
    steps: state.steps,
    finalArrays: trained.arrays,
    budget: state.budget,
    result,
  });
  await condition(allHandlersFinished);
  delivery.phase('done');
  return { ...result, report, warnings: [...result.warnings, ...warnings] };
}

/** The best that can be delivered: some cannot be fitted on all rows, or are of a paradigm that was left out. */
async function bestModel(
  state: SearchState,
  delivery: Delivery,
): Promise<{ best: Confirmed; trained: DeliveredModel }> {
  const tried = new Set<string>();
  for (const best of [...(await confirmBest(state, delivery)), ...runnersUp(state)]) {
    const { key, paradigm } = best.trial;
    if (tried.has(key) || paradigm in state.paradigmsLeftOut) continue;
    tried.add(key);
    state.note = `fitting the best ${paradigm} on all rows`;
    delivery.phase('training');
    const answer = await fitOrEnd(state, best, delivery);
    if ('reply' in answer) return { best, trained: answer.reply };
    if ('failed' in answer) takeFailedFit(state, best, answer.failed);
  }
  await condition(allHandlersFinished);
  throw noModel(state);
}

async function fitOrEnd(state: SearchState, best: Confirmed, delivery: Delivery): Promise<FitAnswer> {
  try {
    return await finalFit(state, best, delivery.callContext, delivery.stoppable);
  } catch (error) {
    if (!(error instanceof TrialsUnserved)) throw error;
    await condition(allHandlersFinished);
    const { workflowId } = workflowInfo();
    const kept = `its ${state.counts.total} trials are kept: "coaxial resume ${workflowId}" fits the best of them`;
    throw userFailure(
      'NoModel',
      `The search was stopped, and nothing could be fitted on all rows: ${error.message}; ${kept}`,
    );
  }
}

/** The candidates for delivery, the best first, after the finalists' other folds if there is time for them. */
async function confirmBest(state: SearchState, { phase, evaluate }: Delivery): Promise<Confirmed[]> {
  const { base } = state;
  if (!base || !completed(base)) return [];
  phase('confirming');
  const { finalists, repeats } = chooseFinalists(state, finalistBudget(state));
  if (finalists.length === 0) return [unconfirmed(base)];
  const rounds: (TrialSummary | null)[][] = [];
  const candidates = { trials: finalists.map(({ key }) => key), of: workflowInfo().workflowId };
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const origin = { axis: 'finalists', step: repeat };
    const round = await evaluate(origin, candidates, () => finalistSecondsLeft(state), { repeat, fixedColumns: true });
    for (const trial of round) if (trial) countTrial(state, trial);
    rounds.push(round);
  }
  // The others are compared with the first one that can be delivered.
  const left = finalists.flatMap(({ paradigm }, place) => (paradigm in state.paradigmsLeftOut ? [] : [place]));
  const [own, ...others] = rounds.map((round) => left.map((place) => round[place]));
  return confirm(
    state,
    left.map((place) => finalists[place]),
    own,
    others,
  );
}
