import type { AdvanceReply } from '../../contracts/axis.js';
import type { AxisAccount, StepRecord } from '../../contracts/search.js';
import { listLength } from '../../contracts/candidate-list.js';
import type { AxisPlan } from '../../contracts/search-plan.js';
import { completed, type TrialSummary } from '../../contracts/trial.js';
import type { SearchState } from './state.js';
import { countTraining, countTrials, gainOver } from './trials.js';
import { settleTurn, type Turn } from './turns.js';

/** What an axis decided, before its candidates are evaluated: the choice is one among earlier trials. */
export function takeReply(state: SearchState, { name }: AxisPlan, reply: AdvanceReply): void {
  state.note = reply.note;
  if (reply.choice && completed(reply.choice)) state.base = reply.choice;
  state.axes[name].state = reply.state;
}

/**
 * Takes a step that has ended into account.
 *
 * @param before what the search went on from, and its best, when the step began
 * @returns the step for the search's record
 */
export function takeStep(
  state: SearchState,
  { axis, trialsNow }: Pick<Turn, 'axis' | 'trialsNow'>,
  reply: AdvanceReply,
  trials: readonly TrialSummary[],
  before: { base: TrialSummary | null; best: TrialSummary | null },
): StepRecord {
  const { name } = axis;
  countTrials(state, trials);
  const progress = state.axes[name];
  const gain = gainOver(before.best, state);
  for (const trial of trials) countTraining(progress.trained, trial);
  progress.trials += trials.length;
  progress.gain += gain;
  // One that proposes nothing would do so for ever; one that may ask for nothing may find more with another budget.
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

/** Takes a step of the search's record into account, for people who look at a search that nobody works on. */
export function retakeStep(state: SearchState, { axis, step, note, trials, seconds, gain }: StepRecord): void {
  countTrials(state, trials);
  const progress = state.axes[axis];
  for (const trial of trials) countTraining(progress.trained, trial);
  progress.trials += trials.length;
  progress.gain += gain;
  progress.steps = step + 1;
  state.steps++;
  state.axis = axis;
  state.note = note;
  state.time = { ...state.time, seconds };
}

/** What each axis cost and gained so far. */
export function accountsOf({ plan, axes }: SearchState): AxisAccount[] {
  return plan.axes.map(({ name }) => {
    const { steps, trials, trained, gain } = axes[name];
    return { axis: name, steps, trials, seconds: trained.seconds, gain };
  });
}
