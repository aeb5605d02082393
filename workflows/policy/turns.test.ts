import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AdvanceReply } from '../../contracts/module/axis.js';
import { searchState, trialOf, type StateOptions } from '../../test/support/search-state.js';
import { reserveSeconds } from './budget.js';
import { finalistTrials } from './finalists.js';
import type { SearchState } from './state.js';
import { takeStep } from './steps.js';
import { inTurn, oneAfterTheOther, reopenShares, type NextTurn, type Turn } from './turns.js';

/** What a made-up step brings. */
interface Made {
  /** Trials it takes of those it may take. */
  trials: number;
  score: number | null;
  converged?: boolean;
  seconds?: number;
}

let keys = 0;

/** Plays a search without Temporal: each turn brings what `make` says. */
function play(state: SearchState, next: NextTurn, make: (turn: Turn, step: number) => Made, most = 1000): string[] {
  const turns: string[] = [];
  for (let turn = next(state); turn && turns.length < most; turn = next(state)) {
    const { trials, score, converged = false, seconds = 0 } = make(turn, state.axes[turn.axis.name].steps);
    turns.push(`${turn.axis.name.slice(5)}:${turn.trialsNow ?? '∞'}`);
    const reply: AdvanceReply = {
      state: { inline: null },
      candidates: { ref: 'sha256:of-candidates', from: 0, to: trials },
      converged,
      choice: null,
      note: '',
    };
    state.axis = turn.axis.name;
    state.time = { ...state.time, seconds: state.time.seconds + seconds };
    const taken = Math.min(trials, turn.trialsNow ?? Infinity);
    takeStep(
      state,
      turn,
      reply,
      reply.candidates,
      Array.from({ length: taken }, () => trialOf(++keys, score)),
    );
  }
  return turns;
}

const shares = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 6 });
const axes = (turns: readonly string[]): string => turns.map((turn) => turn[0]).join('');

describe('one axis after the other', () => {
  it('gives each its share of what is left, and a last step where the share ends first', () => {
    const state = searchState({ maxTrials: 50, shares: [1, 3, 1] });
    const turns = play(state, oneAfterTheOther, ({ axis }, step) => ({
      trials: 6,
      score: 0.5,
      converged: axis.name === 'axis-1' && step === 1,
    }));
    // 46 trials beside those of the finalists; the second axis converges early and leaves its rest to the third.
    expect(turns).toEqual(['0:10', '0:4', '0:0', '1:27', '1:21', '2:24', '2:18', '2:12', '2:6', '2:0']);
  });

  it('spends the whole budget in trials, to the last one', () => {
    fc.assert(
      fc.property(
        shares,
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 9 }),
        (shares, maxTrials, trials) => {
          const state = searchState({ maxTrials, shares });
          play(state, oneAfterTheOther, () => ({ trials, score: 0.5 }));
          expect(state.counts.total).toBe(maxTrials - finalistTrials(maxTrials));
          expect(oneAfterTheOther(state)).toBeNull();
        },
      ),
    );
  });

  it('lets axes end one after the other in time, the last with the reserve', () => {
    const state = searchState({ maxSeconds: 100, shares: [1, 1] });
    const ends: (number | null)[] = [];
    play(state, oneAfterTheOther, ({ endsAtSeconds, trialsNow }) => {
      if (trialsNow !== 0) ends.push(endsAtSeconds);
      return { trials: 1, score: null, seconds: 20 };
    });
    const whole = 100 - reserveSeconds(state);
    expect(ends[0]).toBeCloseTo(whole / 2);
    expect(ends.at(-1)).toBeCloseTo(whole);
    expect(state.time.seconds).toBeGreaterThanOrEqual(whole);
  });

  it('gives the axis in turn its share of a budget that was raised', () => {
    const state = searchState({ maxTrials: 20, shares: [1, 1] });
    const make = () => ({ trials: 3, score: 0.5 });
    play(state, oneAfterTheOther, make, 2);
    state.budget.maxTrials = 200;
    reopenShares(state);
    // Of 185 but the 6 that it had: half.
    expect(oneAfterTheOther(state)).toMatchObject({ axis: { name: 'axis-0' }, trialsNow: 90 });
  });

  it('goes on where the budget is raised during its last step', () => {
    const state = searchState({ maxTrials: 20, shares: [1] });
    const turns = play(state, oneAfterTheOther, ({ trialsNow }) => {
      const isLast = trialsNow === 0;
      if (isLast && state.budget.maxTrials === 20) {
        state.budget.maxTrials = 40;
        reopenShares(state);
      }
      return { trials: 10, score: 0.5, converged: isLast };
    });
    expect(turns).toEqual(['0:20', '0:10', '0:0', '0:16', '0:6', '0:0']);
  });

  it('gives the last step where the budget is lowered below what was done', () => {
    const state = searchState({ maxTrials: 100, shares: [1, 1] });
    const turns = play(state, oneAfterTheOther, (_, step) => {
      state.budget.maxTrials = 5;
      if (step === 0) reopenShares(state);
      return { trials: 10, score: 0.5 };
    });
    expect(turns).toEqual(['0:45', '0:0']);
  });
});

describe('in turn', () => {
  /** The last axis in order comes first: here they are numbered as they come. */
  const inRounds = (options: StateOptions): SearchState => {
    const state = searchState(options);
    state.plan.axes.reverse();
    return state;
  };
  /** How many of these turns each axis had. */
  const turnsOf = (turns: readonly string[], axis: number): number =>
    turns.filter((turn) => turn.startsWith(`${axis}:`)).length;

  it('begins with the axis that comes last in order, and goes round', () => {
    const turns = play(searchState({ shares: [1, 1, 1] }), inTurn, () => ({ trials: 2, score: 0.5 }), 6);
    expect(axes(turns)).toBe('210210');
  });

  it('deals trials out by share, whatever a step takes of them', () => {
    const state = inRounds({ shares: [3, 1] });
    // Nothing ever improves: both count for ever less, and for as much beside each other.
    play(state, inTurn, ({ axis }) => ({ trials: axis.name === 'axis-0' ? 6 : 1, score: 0.5 }), 200);
    const [first, second] = ['axis-0', 'axis-1'].map((name) => state.axes[name].trials);
    expect(first / second).toBeGreaterThan(2.5);
    expect(first / second).toBeLessThan(3.5);
  });

  it('allows the first step as much as there is, later ones their part of what is left', () => {
    const turns = play(inRounds({ maxTrials: 50, shares: [1, 3] }), inTurn, () => ({ trials: 2, score: 0.5 }), 2);
    expect(turns).toEqual(['0:46', '1:33']);
  });

  it('gives more turns to an axis that gains, and most to the one that gains most by trial', () => {
    const gains = (rates: number[]): string[] => {
      const state = inRounds({ shares: [1, 1, 1] });
      let score = 100;
      return play(
        state,
        inTurn,
        ({ axis }) => ({ trials: 1, score: (score -= rates[Number(axis.name.slice(5))]) > 0 ? score : 9 }),
        60,
      );
    };
    const turns = gains([0.5, 0.1, 0]);
    expect(turnsOf(turns, 0)).toBeGreaterThan(1.5 * turnsOf(turns, 1));
    expect(turnsOf(turns, 1)).toBeGreaterThan(2 * turnsOf(turns, 2));
    expect(turnsOf(turns, 2)).toBeGreaterThan(0);
  });

  it('wakes an axis that has converged once another one changes what to go on from', () => {
    const state = inRounds({ maxTrials: 100, shares: [1, 1] });
    const turns = play(
      state,
      inTurn,
      ({ axis }, step) =>
        axis.name === 'axis-0'
          ? { trials: 0, score: null, converged: true }
          : { trials: 1, score: step === 5 ? 0.1 : 0.5, converged: step === 9 },
      40,
    );
    // At first, after the first trial, and after the one that improves; asleep in between.
    expect(turnsOf(turns, 0)).toBe(3);
    expect(axes(turns)).toMatch(/01{2,4}$/);
    expect(inTurn(state)).toBeNull();
  });

  it('asks an axis that has nothing to propose less and less', () => {
    const turns = play(
      inRounds({ maxTrials: 1000, shares: [1, 1] }),
      inTurn,
      ({ axis }, step) =>
        axis.name === 'axis-0' ? { trials: 0, score: null, converged: true } : { trials: 1, score: 1 / (step + 1) },
      200,
    );
    const pauses = axes(turns)
      .split('0')
      .slice(1, -1)
      .map(({ length }) => length);
    expect(pauses.length).toBeGreaterThan(2);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(pauses.at(-1)).toBeGreaterThan(4 * pauses[0]);
  });

  it('ends at the target score, when stopped, and when the budget is spent', () => {
    const ended = (options: StateOptions, change: (state: SearchState) => void = () => undefined): boolean => {
      const state = inRounds(options);
      play(state, inTurn, () => ({ trials: 5, score: 0.25 }), 1);
      change(state);
      return inTurn(state) === null;
    };
    expect(ended({ maxTrials: 50 })).toBe(false);
    expect(ended({ maxTrials: 5 })).toBe(true);
    expect(ended({ targetScore: 0.25 })).toBe(true);
    expect(ended({ targetScore: 0.24 })).toBe(false);
    expect(ended({}, (state) => (state.stopped = true))).toBe(true);
  });

  it('never exceeds a budget in trials, whatever the axes do', () => {
    const steps = fc.array(
      fc.record({
        trials: fc.nat(9),
        score: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        converged: fc.boolean(),
      }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 100 }), steps, (shares, maxTrials, made) => {
        const state = inRounds({ maxTrials, shares });
        let i = 0;
        play(state, inTurn, () => made[i++ % made.length], 400);
        expect(state.counts.total).toBeLessThanOrEqual(maxTrials);
        const accounted = Object.values(state.axes).reduce((sum, { trials }) => sum + trials, 0);
        expect(accounted).toBe(state.counts.total);
      }),
    );
  });
});
