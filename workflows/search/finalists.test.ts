import { describe, expect, it } from '@jest/globals';
import { searchState, trialOf } from '../../test/support/search-state.js';
import type { TrialSummary } from '../../contracts/trial.js';
import { chooseFinalists, confirm } from './finalists.js';
import { countTrials } from './trials.js';

const state = searchState({ maxTrials: 200 });
countTrials(
  state,
  [0.5, 0.3, 0.4, 0.2, 0.6, 0.35].map((score, i) => trialOf(i, score, { features: i + 1 })),
);

describe('the finalists', () => {
  it('are what the search would deliver, then the best by score', () => {
    const chosen = { ...state, base: state.elite[3] };
    const { finalists, repeats } = chooseFinalists(chosen, 10);
    expect(finalists.map(({ key }) => Number(key))).toEqual([2, 3, 1, 5, 0]);
    expect(repeats).toBe(1);
    expect(chooseFinalists(chosen, 15)).toMatchObject({ repeats: 2 });
    expect(chooseFinalists(chosen, 4).finalists).toHaveLength(2);
  });

  it('are none where there is no one to choose from, or nothing to do it with', () => {
    expect(chooseFinalists(state, 0)).toEqual({ finalists: [], repeats: 0 });
    expect(chooseFinalists({ ...state, elite: state.elite.slice(0, 1) }, 10)).toEqual({ finalists: [], repeats: 0 });
    expect(chooseFinalists(searchState(), 10)).toEqual({ finalists: [], repeats: 0 });
  });

  const finalists = [trialOf(1, 0.2), trialOf(2, 0.22)];
  const round = (first: number | null, second: number | null): TrialSummary[] => [
    trialOf(11, first),
    trialOf(12, second),
  ];

  it('are chosen from by their mean over all dealings of the folds', () => {
    const others = [round(0.3, 0.2), round(0.3, 0.24)];
    const confirmed = confirm(state, finalists, round(0.2, 0.22), others);
    expect(confirmed).toEqual({ trial: finalists[1], score: expect.closeTo(0.22), repeats: 3 });
    expect(confirm(state, finalists, round(0.2, 0.22), [])).toEqual({ trial: finalists[0], score: 0.2, repeats: 1 });
  });

  it('are not favoured for columns that were chosen on all rows', () => {
    // With its own columns in all folds the first scores 0.1, which is too good by 0.1.
    const { trial, score } = confirm(state, finalists, round(0.1, 0.22), [round(0.13, 0.2)]);
    expect(trial).toBe(finalists[1]);
    expect(score).toBeCloseTo(0.21);
    expect(confirm(state, finalists, round(0.1, 0.22), [round(0.08, 0.22)]).score).toBeCloseTo(0.19);
  });

  it('pay no heed to a dealing that not all of them were scored on', () => {
    const own = round(0.2, 0.22);
    expect(confirm(state, finalists, own, [[trialOf(11, 0.9)]]).trial).toBe(finalists[0]);
    expect(confirm(state, finalists, own, [round(0.9, null)]).trial).toBe(finalists[0]);
    expect(confirm(state, finalists, round(null, 0.1), [round(0.9, 0.1)])).toMatchObject({ repeats: 1 });
  });
});
