import { describe, expect, it } from '@jest/globals';
import { searchState, trialOf } from '../../test/support/search-state.js';
import type { TrialSummary } from '../../contracts/candidate/trial.js';
import { chooseFinalists, confirm, runnersUp } from './finalists.js';
import { countTrials } from './trials.js';

const within = (trials: number, seconds: number | null = null) => ({ trials, seconds });
const state = searchState({ maxTrials: 200 });
countTrials(
  state,
  [0.5, 0.3, 0.4, 0.2, 0.6, 0.35].map((score, i) => trialOf(i, score, { features: i + 1 })),
);

describe('the finalists', () => {
  it('are what the search would deliver, then the best by score', () => {
    const chosen = { ...state, base: state.elite[3] };
    const { finalists, repeats } = chooseFinalists(chosen, within(10));
    expect(finalists.map(({ key }) => Number(key))).toEqual([2, 3, 1, 5, 0]);
    expect(repeats).toBe(1);
    expect(chooseFinalists(chosen, within(15))).toMatchObject({ repeats: 2 });
    expect(chooseFinalists(chosen, within(4)).finalists).toHaveLength(2);
  });

  it('are none where there is no one to choose from, or nothing to do it with', () => {
    expect(chooseFinalists(state, within(0))).toEqual({ finalists: [], repeats: 0 });
    const alone = { ...state, elite: state.elite.slice(0, 1), contenders: state.elite.slice(0, 1) };
    expect(chooseFinalists(alone, within(10))).toEqual({ finalists: [], repeats: 0 });
    expect(chooseFinalists(searchState(), within(10))).toEqual({ finalists: [], repeats: 0 });
  });

  const finalists = [trialOf(1, 0.2), trialOf(2, 0.22)];
  const round = (first: number | null, second: number | null): TrialSummary[] => [
    trialOf(11, first),
    trialOf(12, second),
  ];

  const best = (...given: Parameters<typeof confirm>) => confirm(...given)[0];

  it('are chosen from by their mean over all dealings of the folds', () => {
    const others = [round(0.3, 0.2), round(0.3, 0.24)];
    const confirmed = best(state, finalists, round(0.2, 0.22), others);
    expect(confirmed).toEqual({ trial: finalists[1], score: expect.closeTo(0.22), repeats: 3 });
    expect(best(state, finalists, round(0.2, 0.22), [])).toEqual({ trial: finalists[0], score: 0.2, repeats: 1 });
  });

  it('are not favoured for columns that were chosen on all rows', () => {
    // With its own columns in all folds the first scores 0.1, which is too good by 0.1.
    const { trial, score } = best(state, finalists, round(0.1, 0.22), [round(0.13, 0.2)]);
    expect(trial).toBe(finalists[1]);
    expect(score).toBeCloseTo(0.21);
    expect(best(state, finalists, round(0.1, 0.22), [round(0.08, 0.22)]).score).toBeCloseTo(0.19);
  });

  it('of columns that were chosen by fold have to be better beyond chance', () => {
    const byFold = (scores: number[]): TrialSummary => {
      const trial = trialOf(2, 0.19);
      return { ...trial, outcome: { status: 'completed', score: 0.19, scores, spread: 0, effort: null } };
    };
    const chosenOf = (other: TrialSummary) => best(state, [finalists[0], other], round(0.2, 0.15), [round(0.2, 0.15)]);
    expect(chosenOf(byFold([0.16, 0.24, 0.14, 0.22, 0.19])).trial).toBe(finalists[0]);
    expect(chosenOf(byFold([0.19, 0.192, 0.188, 0.189, 0.191])).trial.key).toBe(trialOf(2, 0.19).key);
  });

  it('are out where they were not scored as the first was, and nothing is known where it was not', () => {
    const own = round(0.2, 0.22);
    expect(best(state, finalists, own, [round(0.9, null)])).toMatchObject({ trial: finalists[0], repeats: 2 });
    const [first] = round(0.9, null);
    expect(best(state, finalists, own, [[first, null]])).toMatchObject({ trial: finalists[0], repeats: 2 });
    const unknown = { trial: finalists[0], score: 0.2, repeats: 1 };
    expect(best(state, finalists, round(null, 0.1), [round(0.9, 0.1)])).toEqual(unknown);
    expect(best(state, finalists, own, [round(null, 0.1)])).toEqual(unknown);
    expect(best(state, finalists, own, [round(null, 0.1), round(0.9, 0.1)])).toMatchObject({
      trial: finalists[1],
      repeats: 2,
    });
  });

  it('that is to be delivered stays where nothing was scored again, though another has the better score', () => {
    const chosen = [trialOf(2, 0.22), trialOf(1, 0.2)];
    expect(best(state, chosen, [], [])).toEqual({ trial: chosen[0], score: 0.22, repeats: 1 });
  });

  it('follow one another by their means, then the leaderboard, should one not be fitted', () => {
    const others = [round(0.3, 0.2), round(0.3, 0.24)];
    const keys = confirm(state, finalists, round(0.2, 0.22), others).map(({ trial }) => Number(trial.key));
    expect(keys).toEqual([2, 1]);
    expect(runnersUp(state).map(({ trial }) => Number(trial.key))).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5]));
    expect(runnersUp(state)[0]).toMatchObject({ score: 0.2, repeats: 1 });
  });

  it('are the best of all where all are alike', () => {
    const alike = searchState({ maxTrials: 200 });
    countTrials(
      alike,
      [0.5, 0.3, 0.4, 0.2].map((score, i) => trialOf(i, score)),
    );
    expect(alike.elite).toHaveLength(1);
    const { finalists: chosen } = chooseFinalists(alike, within(15));
    expect(chosen.map(({ key }) => Number(key))).toEqual([3, 1, 2, 0]);
  });

  it('are those that the time allows, on fewer dealings where it allows no more', () => {
    const dear = trialOf(7, 0.1, { features: 7, cost: { seconds: 50, work: 1, bytes: 1 } });
    const mixed = { ...state, elite: [state.elite[0], dear, ...state.elite.slice(1)] };
    const keys = ({ finalists: chosen }: ReturnType<typeof chooseFinalists>) => chosen.map(({ key }) => Number(key));
    expect(keys(chooseFinalists(mixed, within(15, 9)))).toEqual([3, 1, 5]);
    expect(chooseFinalists(mixed, within(15, 5))).toMatchObject({ repeats: 1, finalists: [{}, {}] });
    expect(chooseFinalists(mixed, within(15, 3)).finalists).toEqual([]);
  });
});
