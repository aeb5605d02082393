import { leftOutOf, type SearchState } from './state.js';

/** Why a search has no model, and what the user can do about it, in one sentence. */
export function whyNoModel(state: SearchState, searchId: string): string {
  const { counts, budget, stopped, base, unfitted } = state;
  const resume = `"coaxial resume ${searchId}"`;
  const leftOut = leftOutOf(state);
  if (unfitted.length > 0) {
    const what = `None of the ${unfitted.length} best candidates could be delivered`;
    return `${what}: ${[...unfitted, ...leftOut].join('; ')}. The trials are kept: ${resume} tries again`;
  }
  if (stopped && !base) {
    return `The search was stopped before a trial was completed: there is no model. ${resume} goes on with it`;
  }
  if (leftOut.length > 0) {
    const what = counts.total === 0 ? 'No trial was evaluated' : `None of ${counts.total} trials can be delivered`;
    return `${what}: ${leftOut.join('; ')}`;
  }
  if (counts.total === 0) {
    const end = budget.maxSeconds === null ? 'the budget ended' : `its ${budget.maxSeconds} s ended`;
    return `No trial was evaluated before ${end}: raise maxTime (--max-time) or maxTrials (--max-trials).`;
  }
  return (
    `None of ${counts.total} trials could be completed: see their reasons in the steps' results; raise maxTime ` +
    '(--max-time), or name other paradigms (--paradigms).'
  );
}
