import { describe, expect, it } from '@jest/globals';
import type { StepRecord } from '../../contracts/search/search.js';
import type { TrialSummary } from '../../contracts/candidate/trial.js';
import { curveOf, pointAt } from './curve.js';

/** A trial of this score, which names it; null for one that failed. */
function trial(name: string, score: number | null): TrialSummary {
  return {
    key: name,
    origin: { axis: 'features', step: 0 },
    paradigm: 'linear',
    features: 1,
    outcome:
      score === null
        ? { status: 'failed', code: 'error', reason: 'no reason' }
        : { status: 'completed', score, scores: [score], spread: 0, effort: null },
    cost: { seconds: 0, work: 0, bytes: 0 },
    repeat: 0,
    reused: false,
  };
}

function step(seconds: number, incumbent: string | null, trials: TrialSummary[]): StepRecord {
  return {
    index: 0,
    axis: 'features',
    step: 0,
    note: '',
    converged: false,
    candidates: { inline: [] },
    trials,
    seconds,
    gain: 0,
    incumbent,
    state: { inline: null },
  };
}

describe('curve of a search', () => {
  it('has the incumbent after each trial, the time of a step spread over its trials', () => {
    const curve = curveOf('rmse', [
      step(4, 'b', [trial('a', 5), trial('b', 3)]),
      step(6, 'd', [trial('c', 4), trial('d', 2)]),
    ]);
    expect(curve).toEqual([
      { trials: 1, seconds: 2, key: 'a', score: 5, best: 5 },
      { trials: 2, seconds: 4, key: 'b', score: 3, best: 3 },
      { trials: 3, seconds: 5, key: 'b', score: 3, best: 3 },
      { trials: 4, seconds: 6, key: 'd', score: 2, best: 2 },
    ]);
  });

  it('follows an axis that chooses another incumbent than the best, and keeps the best beside it', () => {
    const curve = curveOf('accuracy', [
      step(1, 'b', [trial('a', 0.8), trial('b', 0.9)]),
      step(2, 'a', []),
      step(3, 'c', [trial('c', 0.85)]),
    ]);
    expect(curve.slice(1)).toEqual([
      { trials: 2, seconds: 2, key: 'a', score: 0.8, best: 0.9 },
      { trials: 3, seconds: 3, key: 'c', score: 0.85, best: 0.9 },
    ]);
  });

  it('begins with the first trial that was completed, and counts the others', () => {
    const curve = curveOf('rmse', [step(2, 'b', [trial('a', null), trial('b', 1)])]);
    expect(curve).toEqual([{ trials: 2, seconds: 2, key: 'b', score: 1, best: 1 }]);
    expect(curveOf('rmse', [step(2, null, [trial('a', null)])])).toEqual([]);
  });

  it('is read at or before a place', () => {
    const curve = curveOf('rmse', [step(4, 'b', [trial('a', 5), trial('b', 3)])]);
    expect(pointAt(curve, 'trials', 1)?.key).toBe('a');
    expect(pointAt(curve, 'seconds', 3.9)?.key).toBe('a');
    expect(pointAt(curve, 'trials', 100)?.key).toBe('b');
    expect(pointAt(curve, 'seconds', 1)).toBeNull();
  });
});
