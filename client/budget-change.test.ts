import { describe, expect, test } from '@jest/globals';
import { searchState } from '../test/support/search-state.js';
import type { SearchState } from '../workflows/policy/state.js';
import { countedFrom, extendedBudget, limitOf } from './budget-change.js';
import { parseTimeChange, parseTrialsChange } from './limit-change.js';

test.each([
  ['+200', { more: 200 }],
  ['500', { whole: 500 }],
  ['none', { whole: null }],
])('--max-trials %s', (text, change) => {
  expect(parseTrialsChange(text)).toEqual(change);
});

test.each([
  ['+10m', { more: 600 }],
  ['1h', { whole: 3600 }],
  ['90', { whole: 90 }],
  ['none', { whole: null }],
])('--max-time %s', (text, change) => {
  expect(parseTimeChange(text)).toEqual(change);
});

test.each(['', '+', '0', '+0', '-5', '2.5', '+ 5', '++5', 'all', '1e9', '9999999'])('%j trials are refused', (text) => {
  expect(() => parseTrialsChange(text)).toThrow(/\+200 for 200 more/);
});

test.each(['', '+', '0', '+0s', '-5m', 'soon', '++5m', 'None'])('a time of %j is refused', (text) => {
  expect(() => parseTimeChange(text)).toThrow(/\+10m for 10 minutes more/);
});

test('so much more counts from what an ended search took, and from the limits of one that runs', () => {
  const taken = { trials: 42, seconds: 10.5 };
  const budget = { maxTrials: 50, maxSeconds: null };
  expect(countedFrom(taken, budget, true)).toEqual(taken);
  expect(countedFrom(taken, budget, false)).toEqual({ trials: 50, seconds: 10.5 });
  expect(limitOf({ more: 60 }, 10.5)).toBe(71);
  expect(limitOf({ whole: null }, 42)).toBeNull();
});

describe('the budget of a search that goes on', () => {
  const taken = { trials: 50, seconds: 30 };
  const ended = (limits: Parameters<typeof searchState>[0]): SearchState => {
    const state = searchState(limits);
    return { ...state, counts: { ...state.counts, total: 45 }, time: { ...state.time, seconds: 29 } };
  };

  test('keeps a limit that is not named', () => {
    const { budget, lifted } = extendedBudget(ended({ maxTrials: 50, maxSeconds: 600 }), taken, taken, {
      maxTrials: { more: 50 },
    });
    expect(budget).toEqual({ maxTrials: 100, maxSeconds: 600 });
    expect(lifted).toEqual([]);
  });

  test('is rid of one that is spent, which is said', () => {
    const state = ended({ maxTrials: 50, maxSeconds: 30 });
    const more = { maxTrials: { more: 50 } };
    expect(extendedBudget(state, taken, taken, more)).toEqual({
      budget: { maxTrials: 100, maxSeconds: null },
      lifted: ['its 30 s are spent: that limit is lifted'],
    });
    expect(extendedBudget(state, taken, taken, { maxTime: { whole: 3600 } })).toEqual({
      budget: { maxTrials: null, maxSeconds: 3600 },
      lifted: ['its 50 trials are spent: that limit is lifted'],
    });
  });

  test.each([
    [{ maxTrials: { whole: 50 } }, /taken 50 trials in 30 s already: with at most 50 trials in total/],
    [{ maxTime: { whole: 20 } }, /with at most 20 s in total nothing is left/],
  ])('is refused where it is spent: %j', (change, message) => {
    expect(() => extendedBudget(ended({}), taken, taken, change)).toThrow(message);
  });
});
