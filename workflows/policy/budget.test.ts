import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchState, trialOf } from '../../test/support/search-state.js';
import { finalistBudget, reserveSeconds, searchSecondsLeft, spentBudget, trialSeconds, trialsLeft } from './budget.js';
import { finalistTrials } from './finalists.js';

const costing = (seconds: number) => trialOf(1, 0.5, { cost: { seconds, work: 1, bytes: 1 } });

describe('the reserve for the end', () => {
  it('grows with the fits that it is for, within 5 and 30 % of the budget', () => {
    const state = searchState({ maxSeconds: 100 });
    expect(reserveSeconds(state)).toBe(5);
    state.best = costing(1); // the final fits 0.6 s, fifteen more trials 15 s
    expect(reserveSeconds(state)).toBeCloseTo(1 + 0.6 + 15);
    state.best = costing(5000);
    expect(reserveSeconds(state)).toBe(30);
  });

  it('is no concern of a search without a budget in time', () => {
    const state = searchState({ maxTrials: 10 });
    state.time = { ...state.time, seconds: 1e9 };
    expect(reserveSeconds(state)).toBe(0);
    expect(searchSecondsLeft(state)).toBeNull();
    expect(spentBudget(state)).toBeNull();
  });

  it('holds a tenth of a budget in trials, fifteen at most, and nothing that one finalist alone would take', () => {
    expect([5, 39, 40, 50, 99, 100, 149, 150, 1000].map(finalistTrials)).toEqual([0, 0, 4, 4, 8, 10, 10, 15, 15]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (maxTrials) => {
        const kept = finalistTrials(maxTrials);
        expect(kept).toBeLessThanOrEqual(maxTrials / 10);
        expect(trialsLeft(searchState({ maxTrials }))).toBe(maxTrials - kept);
      }),
    );
  });

  it('gives finalists what time there is', () => {
    const state = searchState({ maxSeconds: 100 });
    state.best = costing(5); // the final fits take 3 s
    state.time = { ...state.time, seconds: 70 };
    // Nothing tells yet how many threads there are: one.
    expect(finalistBudget(state)).toEqual({ trials: 15, seconds: 26 });
    state.trained = { trials: 28, seconds: 140 };
    expect(finalistBudget(state)).toEqual({ trials: 15, seconds: 52 });
    state.time = { ...state.time, seconds: 98 };
    expect(finalistBudget(state)).toEqual({ trials: 15, seconds: 0 });
    expect(finalistBudget({ ...state, stopped: true })).toMatchObject({ trials: 0 });
  });
});

describe('the budgets of a search', () => {
  it('say which is spent', () => {
    const state = searchState({ maxTrials: 10, maxSeconds: 100 });
    expect(spentBudget(state)).toBeNull();
    state.time = { ...state.time, seconds: 95 };
    expect(spentBudget(state)).toBe('time');
    state.counts.total = 10;
    expect(spentBudget(state)).toBe('trials');
  });

  it('leave nothing to the finalists where they were lowered below what was done', () => {
    const state = searchState({ maxTrials: 100 });
    state.counts.total = 94;
    expect(finalistBudget(state)).toEqual({ trials: 6, seconds: null });
    state.budget.maxTrials = 50;
    expect(finalistBudget(state)).toEqual({ trials: 0, seconds: null });
  });

  it('are as people changed them', () => {
    const state = searchState({ maxTrials: 10 });
    state.counts.total = 10;
    state.budget.maxTrials = 15;
    expect(spentBudget(state)).toBeNull();
    state.budget.maxTrials = null;
    expect(trialsLeft(state)).toBeNull();
  });

  it('let no trial eat up a budget in time alone', () => {
    expect(trialSeconds(searchState({}))).toBe(600);
    expect(trialSeconds(searchState({ maxSeconds: 100 }))).toBe(25);
    expect(trialSeconds(searchState({ maxSeconds: 2 }))).toBe(1);
  });
});
