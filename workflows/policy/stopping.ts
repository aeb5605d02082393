import { completed } from '../../contracts/candidate/trial.js';
import { digits } from './details.js';
import type { SearchState } from './state.js';

/** What a stop would end; null for nothing. */
function underWay({ phase, paused, axis, axes, plan }: SearchState): string | null {
  if (phase === 'confirming') return 'the scoring of the finalists on other folds';
  if (phase !== 'searching') return null;
  if (axis === null) return plan.warmStart ? `the trials of the best candidates of ${plan.warmStart.searchId}` : null;
  return `step ${axes[axis].steps + 1} of axis ${axis}${paused ? ', which was paused' : ''}`;
}

/** Warning in the result about what a stop has ended. */
export function cutShortText(state: SearchState): string | null {
  const ended = underWay(state);
  return ended && `stopped by a person, which ended ${ended}`;
}

/** The answer to a person who stops a search, for the first time or again. */
export function stopText(state: SearchState, searchId: string): string {
  const { phase, stopped, base, note } = state;
  if (stopped || phase === 'training' || phase === 'reporting' || phase === 'done') {
    const before = stopped ? 'the search was stopped before' : 'the search for candidates has ended by itself';
    return `${before}: now ${goesOn(phase, note)}`;
  }
  const ended = underWay(state);
  const what = ended === null ? 'the search ends' : `the search ends, and with it ${ended}`;
  const best = base && completed(base);
  if (!best)
    return `${what}; no trial is completed yet: without one there is no model, and "coaxial resume ${searchId}" goes on`;
  return `${what}; the best so far (${state.plan.metric} ${digits(best.score)}, ${base.paradigm}) is fitted and delivered`;
}

function goesOn(phase: SearchState['phase'], note: string): string {
  switch (phase) {
    case 'training':
      return `it is ${note}, which is not cut short (cancelling the workflow would leave it without a model)`;
    case 'reporting':
      return 'it writes its report';
    case 'done':
      return 'it has ended';
    default:
      return 'what was under way is ending, then the best so far is fitted and delivered';
  }
}
