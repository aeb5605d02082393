import { describe, expect, it } from '@jest/globals';
import { searchState, trialOf } from '../../test/support/search-state.js';
import { chooseFinalists, confirm } from './finalists.js';
import { countTrials } from './trials.js';

const state = searchState({ maxTrials: 200 });
countTrials(
  state,
  [0.5, 0.3, 0.4, 0.2, 0.6, 0.35].map((score, i) => trialOf(i, score)),
);

describe('the finalists', () => {
  it('are what the search would deliver, then the best by score', () => {
    const chosen = { ...state, base: state.elite[3] };
    const { finalists, repeats } = chooseFinalists(chosen, 10);
    expect(finalists.map(({ key }) => Number(key))).toEqual([2, 3, 1, 5, 0]);
    expect(repeats).toBe(2);
  });

  it('are none where there is no one to choose from, or nothing to do it with', () => {
    expect(chooseFinalists(state, 0)).toEqual({ finalists: [], repeats: 0 });
    expect(chooseFinalists({ ...state, elite: state.elite.slice(0, 1) }, 10)).toEqual({ finalists: [], repeats: 0 });
    expect(chooseFinalists(searchState(), 10)).toEqual({ finalists: [], repeats: 0 });
  });

  it('are chosen from by their mean over all dealings of the folds', () => {
    const finalists = [trialOf(1, 0.2), trialOf(2, 0.22)];
    const rounds = [
      [trialOf(11, 0.3), trialOf(12, 0.2)],
      [trialOf(21, 0.3), trialOf(22, 0.24)],
    ];
    expect(confirm(state, finalists, rounds)).toEqual({ trial: finalists[1], score: expect.closeTo(0.22), repeats: 3 });
    expect(confirm(state, finalists, [])).toEqual({ trial: finalists[0], score: 0.2, repeats: 1 });
  });

  it('pay no heed to a dealing that not all of them were scored on', () => {
    const finalists = [trialOf(1, 0.2), trialOf(2, 0.22)];
    expect(confirm(state, finalists, [[trialOf(11, 0.9)]]).trial).toBe(finalists[0]);
    expect(confirm(state, finalists, [[trialOf(11, 0.9), trialOf(12, null)]]).trial).toBe(finalists[0]);
  });
});
