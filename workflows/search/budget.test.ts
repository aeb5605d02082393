import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AxisPlan, SearchPlan } from '../../contracts/search.js';
import type { TrialSummary } from '../../contracts/trial.js';
import { affordableTrials, openShare, reserveSeconds, searchSecondsLeft, shareSpent, spentBudget } from './budget.js';
import { newState, type SearchState } from './state.js';

const route = { queue: 'q', timeoutSeconds: 1, attempts: 0, firstDelaySeconds: 1, maxDelaySeconds: 1 };

function axis(name: string, share: number): AxisPlan {
  return { name, activity: 'advance', share, team: null, route };
}

interface Budgets {
  maxTrials?: number | null;
  maxSeconds?: number | null;
  shares?: number[];
}

function search({ maxTrials = null, maxSeconds = null, shares = [1] }: Budgets): SearchState {
  const plan: SearchPlan = {
    contextRef: `sha256:${'0'.repeat(64)}`,
    dataName: 'd.csv',
    target: 'y',
    task: 'binary',
    metric: 'log-loss',
    seed: 0,
    rows: 100,
    columns: 5,
    folds: 5,
    axes: shares.map((share, i) => axis(`axis-${i}`, share)),
    paradigms: ['tree'],
    types: [],
    trials: { route, batches: 4, heartbeatSeconds: 6, trialSeconds: 600 },
    maxTrials,
    maxSeconds,
    warnings: [],
  };
  return newState('sequential', plan);
}

function best(seconds: number): TrialSummary {
  return {
    key: '0'.repeat(64),
    origin: { axis: 'axis-0', step: 0 },
    paradigm: 'tree',
    features: 5,
    outcome: { status: 'completed', score: 1, scores: [1], spread: 0, effort: null },
    cost: { seconds, work: 1, bytes: 1 },
    reused: false,
  };
}

const shares = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 6 });

describe('the reserve for the end', () => {
  it('grows with the fit that it is for, within 5 and 30 % of the budget', () => {
    const state = search({ maxSeconds: 100 });
    expect(reserveSeconds(state)).toBe(5);
    state.best = best(20); // 5 folds of 4 s
    expect(reserveSeconds(state)).toBe(13);
    state.best = best(5000);
    expect(reserveSeconds(state)).toBe(30);
  });

  it('is no concern of a search without a budget in time', () => {
    const state = search({ maxTrials: 10 });
    state.time = { ...state.time, seconds: 1e9 };
    expect(reserveSeconds(state)).toBe(0);
    expect(searchSecondsLeft(state)).toBeNull();
    expect(spentBudget(state)).toBeNull();
  });
});

describe('the budgets of a search', () => {
  it('say which is spent', () => {
    const state = search({ maxTrials: 10, maxSeconds: 100 });
    expect(spentBudget(state)).toBeNull();
    state.time = { ...state.time, seconds: 95 };
    expect(spentBudget(state)).toBe('time');
    state.counts.total = 10;
    expect(spentBudget(state)).toBe('trials');
  });
});

describe('shares of the axes', () => {
  it('are relative to the axes still to come, and stay as they were opened', () => {
    const state = search({ maxTrials: 100, shares: [1, 3, 1] });
    const [first, second] = state.plan.axes;
    openShare(state, first);
    expect(state.axes[first.name].maxTrials).toBe(20);
    // It converged after 8 trials: the others share the 92 that are left.
    state.counts.total = 8;
    openShare(state, first);
    expect(state.axes[first.name].maxTrials).toBe(20);
    openShare(state, second);
    expect(state.axes[second.name].maxTrials).toBe(69);
  });

  it('add up to the whole budget in trials, to the last one', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 1000 }), (shares, maxTrials) => {
        const state = search({ maxTrials, shares });
        for (const axis of state.plan.axes) {
          const progress = state.axes[axis.name];
          openShare(state, axis);
          const own = affordableTrials(state, progress)!;
          progress.trials += own;
          state.counts.total += own;
          expect(shareSpent(state, progress)).toBe(true);
          expect(affordableTrials(state, progress)).toBe(0);
        }
        expect(state.counts.total).toBe(maxTrials);
        expect(spentBudget(state)).toBe('trials');
      }),
    );
  });

  it('end one after the other in time, the last with the reserve', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 1000 }), (shares, maxSeconds) => {
        const state = search({ maxSeconds, shares });
        let last = 0;
        for (const axis of state.plan.axes) {
          openShare(state, axis);
          const { endsAtSeconds } = state.axes[axis.name];
          expect(endsAtSeconds).toBeGreaterThan(last);
          last = endsAtSeconds!;
          state.time = { ...state.time, seconds: last };
          expect(shareSpent(state, state.axes[axis.name])).toBe(true);
        }
        expect(last).toBeCloseTo(maxSeconds - reserveSeconds(state), 6);
      }),
    );
  });

  it('do not limit an axis where there is no such budget', () => {
    const state = search({ maxSeconds: 60 });
    openShare(state, state.plan.axes[0]);
    expect(affordableTrials(state, state.axes['axis-0'])).toBeNull();
  });
});
