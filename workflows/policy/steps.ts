import type { AdvanceReply } from '../../contracts/module/axis.js';
import type { AxisAccount, StepRecord } from '../../contracts/search/search.js';
import { listLength, type CandidateList } from '../../contracts/candidate/candidate-list.js';
import { completed, type TrialSummary } from '../../contracts/candidate/trial.js';
import type { SearchState } from './state.js';
import { countTraining, countTrials, gainOver } from './trials.js';
import { settleTurn, type Turn } from './turns.js';

/**
 * Applies an ended step to the state. Nothing of a step is in the state before it has ended, so that a stored state is
 * always one between two steps.
 *
 * @param candidates those of the reply that were evaluated
 * @returns the step for the search's record
 */
export function takeStep(
  state: SearchState,
  { axis, trialsNow }: Pick<Turn, 'axis' | 'trialsNow'>,
  reply: AdvanceReply,
  candidates: CandidateList,
  trials: readonly TrialSummary[],
): StepRecord {
  const { name } = axis;
  const progress = state.axes[name];
  const before = { base: state.base, best: state.best };
  progress.state = reply.state;
  // A choice is one of the earlier trials: a trial of this step can be better.
  if (reply.choice && completed(reply.choice)) state.base = reply.choice;
  countTrials(state, trials);
  const gain = gainOver(before.best, state);
  for (const trial of trials) countTraining(progress.trained, trial);
  progress.trials += trials.length;
  progress.gain += gain;
  // An axis that proposes nothing would do so again; one that may not propose anything could with another budget.
  const converged = reply.converged || listLength(reply.candidates) === 0;
  progress.converged = converged && trialsNow !== 0 ? { incumbent: state.base?.key ?? null } : null;
  progress.idle = state.base?.key === before.base?.key ? progress.idle + 1 : 0;
  if (trials.length > 0) progress.gainRate = gain / trials.length;
  settleTurn(state, axis, trials.length);
  const record: StepRecord = {
    index: state.steps,
    axis: name,
    step: progress.steps,
    note: reply.note,
    converged: reply.converged,
    candidates,
    trials: [...trials],
    seconds: state.time.seconds,
    gain,
    incumbent: state.base?.key ?? null,
    state: reply.state,
  };
  progress.seen = state.steps;
  progress.steps++;
  state.steps++;
  return record;
}

/** Origin of the candidates of a warm start. */
export const WARM_START = 'warm-start';

/** Applies the trials of these candidates. @returns a step without an axis, for the search's record */
export function takeWarmStart(
  state: SearchState,
  candidates: CandidateList,
  trials: readonly TrialSummary[],
): StepRecord {
  countTrials(state, trials);
  return {
    index: state.steps++,
    axis: WARM_START,
    step: 0,
    note: state.note,
    converged: true,
    candidates,
    trials: [...trials],
    seconds: state.time.seconds,
    gain: 0,
    incumbent: state.base?.key ?? null,
    state: { inline: null },
  };
}

/** What each axis cost and gained so far. */
export function accountsOf({ plan, axes }: SearchState): AxisAccount[] {
  return plan.axes.map(({ name }) => {
    const { steps, trials, trained, gain } = axes[name];
    return { axis: name, steps, trials, seconds: trained.seconds, gain };
  });
}
