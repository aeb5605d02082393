import { expect, test } from '@jest/globals';
import { searchState } from '../../test/support/search-state.js';
import { snapshotOf, withControls } from './state.js';
import { inTurn, oneAfterTheOther } from './turns.js';

test.each([
  ['in turn', inTurn],
  ['one after the other', oneAfterTheOther],
])('a change in the middle of a step leaves the state %s as it was before the step', (_, next) => {
  const state = searchState({ maxTrials: 50, shares: [1, 2, 1] });
  const between = snapshotOf(state);
  const turn = next(state)!;
  state.axis = turn.axis.name;
  state.note = 'a step is under way';
  state.paused = true;
  state.budget = { maxTrials: 80, maxSeconds: null };
  const kept = withControls(between, state);
  expect(kept).toEqual({ ...between, paused: true, budget: { maxTrials: 80, maxSeconds: null } });
  // The step is made again.
  expect(next(kept)?.axis).toEqual(turn.axis);
});
