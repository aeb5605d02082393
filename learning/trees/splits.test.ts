import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matrixOf } from '../../test/support/paradigm-suite.js';
import { createRandom } from '../../random/index.js';
import { binMatrix, MAX_BINS } from './binning.js';
import { binValues } from './bin-values.js';
import { ClassSplits } from './class-splits.js';
import { MomentSplits } from './moment-splits.js';
import { RandomSplits } from './random-splits.js';
import { emptySample, fillSample } from './sample.js';
import type { Criterion, SplitProblem } from './split-finder.js';

interface Case {
  values: number[];
  y: number[];
  weights: number[];
}

/** Columns of few or many distinct values (above 100 rows, of few), some missing, with rows of weight 1 to 3. */
const cases = (classes: number, rows: number): fc.Arbitrary<Case> =>
  fc
    .array(
      fc.tuple(
        fc.oneof(
          fc.integer({ min: 0, max: 5 }),
          rows > 100 ? fc.constant(2) : fc.double({ min: 0, max: 5, noNaN: true }),
          fc.constant(NaN),
        ),
        classes > 0 ? fc.nat({ max: classes - 1 }) : fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
      ),
      { minLength: 2, maxLength: rows },
    )
    .map((rows) => ({ values: rows.map((r) => r[0]), y: rows.map((r) => r[1]), weights: rows.map((r) => r[2]) }));

function problemOf({ values, y, weights }: Case, classes: number, criterion: Criterion): SplitProblem {
  const binned = binMatrix(matrixOf(values.map((value) => [value])), MAX_BINS);
  const sample = emptySample(values.length);
  fillSample(sample, Float64Array.from(weights), Float64Array.from(y));
  return { binned, sample, classes, criterion, minLeafWeight: 1 };
}

/** Impurity times weight of some rows, from the definitions. */
function impurity({ y, weights }: Case, rows: number[], criterion: Criterion): number {
  const total = rows.reduce((sum, r) => sum + weights[r], 0);
  if (criterion === 'variance') {
    const mean = rows.reduce((sum, r) => sum + weights[r] * y[r], 0) / total;
    return rows.reduce((sum, r) => sum + weights[r] * (y[r] - mean) ** 2, 0);
  }
  const shares = [...new Set(rows.map((r) => y[r]))].map(
    (c) => rows.reduce((sum, r) => sum + (y[r] === c ? weights[r] : 0), 0) / total,
  );
  const one = criterion === 'gini' ? (p: number) => p * (1 - p) : (p: number) => -p * Math.log(p);
  return total * shares.reduce((sum, p) => sum + one(p), 0);
}

/** The most impurity that any threshold takes away, with missing values on either side; null where there is none. */
function bestByForce(problem: Case, criterion: Criterion): number | null {
  const rows = problem.values.map((_, r) => r);
  const thresholds = [...new Set(problem.values.filter((v) => !Number.isNaN(v)))];
  let best: number | null = null;
  for (const threshold of thresholds) {
    for (const missingLeft of [false, true]) {
      const goesLeft = (r: number) => (Number.isNaN(problem.values[r]) ? missingLeft : problem.values[r] <= threshold);
      const left = rows.filter(goesLeft);
      const right = rows.filter((r) => !goesLeft(r));
      if (left.length === 0 || right.length === 0) continue;
      const parts = impurity(problem, left, criterion) + impurity(problem, right, criterion);
      best = Math.max(best ?? -Infinity, impurity(problem, rows, criterion) - parts);
    }
  }
  return best;
}

describe.each<[string, number, Criterion, number]>([
  ['numbers by variance', 0, 'variance', 40],
  ['two classes by Gini impurity', 2, 'gini', 40],
  ['two classes by entropy', 2, 'entropy', 40],
  ['many classes by Gini impurity', 3, 'gini', 10],
  ['many classes by Gini impurity, many rows', 3, 'gini', 120],
  ['many classes by entropy', 3, 'entropy', 40],
])('best splits of %s', (_, classes, criterion, rows) => {
  it('take away as much impurity as the best of all splits', () => {
    fc.assert(
      fc.property(cases(classes, rows), (problem) => {
        const shape = problemOf(problem, classes, criterion);
        const finder = classes > 2 ? new ClassSplits(shape) : new MomentSplits(shape);
        // Gini impurity of two classes is measured as a variance, which is half of it.
        const unit = classes === 2 && criterion === 'gini' ? 2 : 1;
        // Twice: what the first call leaves behind must not change the second.
        for (let turn = 0; turn < 2; turn++) {
          finder.open(0, shape.sample.size, new Float64Array(Math.max(1, classes)), 0);
          const all = problem.values.map((__, r) => r);
          expect(finder.impurity * unit).toBeCloseTo(impurity(problem, all, criterion), 6);
          const expected = bestByForce(problem, criterion);
          expect(finder.tryColumn(0)).toBe(expected !== null);
          if (expected !== null) expect((finder.best.score - finder.score) * unit).toBeCloseTo(expected, 6);
        }
      }),
      { numRuns: 150, seed: 3 },
    );
  });
});

describe('random splits', () => {
  it('draw thresholds evenly between the least and the greatest value', () => {
    const values = Array.from({ length: 1000 }, (_, r) => (r < 990 ? r / 990 : 10 * (r - 989)));
    const x = matrixOf(values.map((value) => [value]));
    const problem = problemOf({ values, y: values, weights: values.map(() => 1) }, 0, 'variance');
    const finder = new RandomSplits(problem, binValues(x), createRandom(2));
    let above = 0;
    for (let i = 0; i < 2000; i++) {
      finder.open(0, values.length, new Float64Array(1), 0);
      expect(finder.tryColumn(0)).toBe(true);
      // Values above 50 are 6 of 1000, and half of the range.
      if (finder.best.bin >= problem.binned.edges[0].findIndex((edge) => edge > 50)) above++;
    }
    expect(above / 2000).toBeCloseTo(0.5, 1);
  });
});
