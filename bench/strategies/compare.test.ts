import { describe, expect, it } from '@jest/globals';
import { strategySchema, type Strategy } from '../../contracts/search/strategy.js';
import { byProblem, differenceOf, holdoutAt } from './compare.js';
import { bandsOf } from './plots.js';
import { PROBLEMS, type Problem } from './problems.js';
import { settingsOf, type RunResult } from './result.js';
import { reportOf } from './tables.js';

const problem: Problem = { ...PROBLEMS[0], maxTrials: 20 };

/** A run that has these scores, on the nested holdout as in cross-validation, one after each ten trials. */
function run(strategy: Strategy, seed: number, scores: number[]): RunResult {
  const curve = scores.map((score, i) => ({
    trials: i === 0 ? 1 : 10 * i,
    seconds: i,
    score,
    best: score,
    holdout: score,
  }));
  const axis = { axis: 'features' as const, steps: 2, trials: 20, seconds: 3, gain: 0.5 };
  return {
    version: 1,
    problem: problem.name,
    strategy,
    seed,
    settings: settingsOf(problem),
    metric: 'rmse',
    stopped: 'trials',
    trials: { total: 20, reused: 0, failed: 0 },
    seconds: 2,
    wallSeconds: 9,
    judgeSeconds: 1,
    steps: 2,
    axes: [axis],
    curve,
    paradigm: 'linear',
    features: 3,
  };
}

const runs = [1, 2, 3].flatMap((seed) => [
  run('sequential', seed, [3, 2.5, 2 + seed / 100]),
  run('pseudo-joint', seed, [3, 2, 1 + seed / 50]),
  run('joint', seed, [3, 2.5, 1 + seed / 60]),
]);

describe('paired difference', () => {
  it('is positive where the first is better, whichever way the metric goes', () => {
    expect(differenceOf('rmse', [1, 2, 3], [2, 3.1, 4])).toMatchObject({ verdict: 'better' });
    expect(differenceOf('accuracy', [1, 2, 3], [2, 3.1, 4])).toMatchObject({ verdict: 'worse' });
  });

  it('has the interval of Student over the pairs, and is told in spreads of a score', () => {
    const difference = differenceOf('r2', [2, 4], [1, 1])!;
    expect(difference.mean).toBe(2);
    expect(difference.high - difference.mean).toBeCloseTo(12.71);
    expect(difference.inSpreads).toBeCloseTo(2);
    expect(difference.relative).toBe(2);
    expect(difference.verdict).toBe('same');
  });

  it('is not known from one pair, and none where all are equal', () => {
    expect(differenceOf('rmse', [1], [2])).toBeNull();
    expect(differenceOf('rmse', [1, 2], [1, 2])).toMatchObject({ mean: 0, verdict: 'same' });
  });
});

describe('results of a problem', () => {
  it('are those of the seeds that all strategies were run with', () => {
    const lonely = run('joint', 4, [1]);
    const [{ runs: grouped }] = byProblem([problem], [...runs, lonely]);
    for (const strategy of strategySchema.options) expect(grouped[strategy].map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect(byProblem([problem], [lonely])).toEqual([]);
  });

  it('are read at a share of the budget', () => {
    expect(holdoutAt(runs[1], 2)).toBe(3);
    expect(holdoutAt(runs[1], 10)).toBe(2);
    expect(holdoutAt(runs[1], Infinity)).toBe(1.02);
  });

  it('are reported with a verdict for each comparison', () => {
    const report = reportOf(byProblem([problem], runs));
    expect(report).toContain('| pseudo-joint − sequential | +0.980 | +0.955 to +1.00 |');
    expect(report).toMatch(/pseudo-joint − joint \| −0\.00667 .* \| same \|/);
    expect(report).toMatch(/at a tenth − joint at the whole budget \| −1\.97 .* \| worse \|/);
    expect(report).toContain('| joint | features | 2.0 | 20.0 | 3.0 s | 0.5000 |');
  });

  it('are drawn as a band for each strategy, from its first incumbent on', () => {
    const bands = bandsOf(byProblem([problem], runs)[0], 'holdout', 'trials');
    const last = bands.filter(({ strategy }) => strategy === 'pseudo-joint').at(-1)!;
    expect(bands[0].place).toBeGreaterThanOrEqual(1);
    expect(last).toMatchObject({ place: expect.closeTo(20.6), mean: expect.closeTo(1.04) });
    expect(last.high - last.mean).toBeCloseTo(0.02 / Math.sqrt(3));
  });
});
