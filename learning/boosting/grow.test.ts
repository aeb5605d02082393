import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matrixOf } from '../../test/support/paradigm-suite.js';
import { binMatrix, MAX_BINS } from '../trees/binning.js';
import { ensembleOf, scoresOf } from './ensemble.js';
import { featuresOf, type Features } from './features.js';
import { emptyGradients, packGradients, type PackedGradients } from './gradients.js';
import { TreeGrower } from './grow.js';
import { buildHistogram, subtractHistogram } from './histogram.js';
import { bestSplit, type TreeOptions } from './split.js';
import { addTree } from './tree.js';

const OPTIONS: TreeOptions = { maxLeaves: 8, minSamplesLeaf: 1, minHessian: 1e-3, l2: 0.5, minGain: 0 };

interface Problem {
  rows: number[][];
  gradients: Float64Array;
  hessians: Float64Array;
}

const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN), fc.double({ min: -1, max: 1, noNaN: true }));
const problem: fc.Arbitrary<Problem> = fc
  .array(
    fc.tuple(
      fc.array(value, { minLength: 5, maxLength: 5 }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: 0.05, max: 1, noNaN: true }),
    ),
    { minLength: 2, maxLength: 40 },
  )
  .map((rows) => ({
    rows: rows.map(([values]) => values),
    gradients: Float64Array.from(rows, ([, gradient]) => gradient),
    hessians: Float64Array.from(rows, ([, , hessian]) => hessian),
  }));

function prepare({ rows, gradients, hessians }: Problem): {
  features: Features;
  edges: readonly Float64Array[];
  packed: PackedGradients;
  all: Int32Array;
  active: Int32Array;
} {
  const binned = binMatrix(matrixOf(rows), MAX_BINS);
  const features = featuresOf(binned);
  const all = Int32Array.from(rows.keys());
  const packed = emptyGradients(rows.length);
  packGradients(gradients, hessians, all, false, packed);
  return { features, edges: binned.edges, packed, all, active: Int32Array.from(features.columns.keys()) };
}

function histogramOf(features: Features, active: Int32Array, rows: Int32Array, packed: PackedGradients): Float64Array {
  const histogram = new Float64Array(features.slots);
  buildHistogram(features, active, rows, 0, rows.length, packed.values, new Float64Array(features.rows), histogram);
  return histogram;
}

/** The best gain over every split of every column, missing values on either side, in plain sums. */
function bestGain({ rows, gradients, hessians }: Problem): number {
  const score = (members: number[]): number => {
    const g = members.reduce((sum, r) => sum + gradients[r], 0);
    return g ** 2 / (members.reduce((sum, r) => sum + hessians[r], 0) + OPTIONS.l2);
  };
  const all = [...rows.keys()];
  let best = 0;
  for (let c = 0; c < rows[0].length; c++) {
    for (const threshold of new Set(rows.map((row) => row[c]))) {
      for (const missingLeft of [false, true]) {
        const goesLeft = (r: number): boolean => (Number.isNaN(rows[r][c]) ? missingLeft : rows[r][c] <= threshold);
        const left = all.filter(goesLeft);
        if (left.length === 0 || left.length === all.length) continue;
        best = Math.max(best, score(left) + score(all.filter((r) => !goesLeft(r))) - score(all));
      }
    }
  }
  return best;
}

describe('a split', () => {
  it('gains what the best of all thresholds and directions gains', () => {
    fc.assert(
      fc.property(problem, (p) => {
        const { features, packed, all, active } = prepare(p);
        const histogram = histogramOf(features, active, all, packed);
        const spare = new Int32Array(active.length);
        // Rows are estimated from Hessians, which differ here: a count must not bind.
        const options = { ...OPTIONS, minSamplesLeaf: 0.5 };
        const split = bestSplit(features, active, histogram, packed.total, all.length, packed, options, spare);
        expect(split.gain).toBeCloseTo(bestGain(p), 4);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('a histogram', () => {
  it('less one child is exactly the other child', () => {
    fc.assert(
      fc.property(problem, fc.nat({ max: 4 }), (p, modulus) => {
        const { features, packed, all, active } = prepare(p);
        const one = all.filter((row) => row % (modulus + 2) === 0);
        const other = all.filter((row) => row % (modulus + 2) !== 0);
        const parent = histogramOf(features, active, all, packed);
        subtractHistogram(features, active, parent, histogramOf(features, active, one, packed));
        const expected = histogramOf(features, active, other, packed);
        for (let slot = 0; slot < features.slots - 1; slot++) expect(parent[slot]).toBe(expected[slot]);
      }),
      { seed: 4 },
    );
  });

  it('of some features alone is the same as of all, for those', () => {
    fc.assert(
      fc.property(problem, fc.nat({ max: 4 }), (p, chosen) => {
        const { features, packed, all, active } = prepare(p);
        if (chosen >= active.length) return;
        const whole = histogramOf(features, active, all, packed);
        const part = histogramOf(features, Int32Array.of(chosen), all, packed);
        for (let slot = features.offset[chosen]; slot < features.offset[chosen + 1]; slot++)
          expect(part[slot]).toBe(whole[slot]);
      }),
      { seed: 5 },
    );
  });
});

describe('a tree', () => {
  it('puts each row into the leaf that it was grown in, by bins and by values alike', () => {
    fc.assert(
      fc.property(problem, (p) => {
        const { features, edges, packed, all, active } = prepare(p);
        const grower = new TreeGrower(features);
        const tree = grower.grow(all, active, packed, OPTIONS);
        expect(tree.value.length).toBeLessThanOrEqual(OPTIONS.maxLeaves);
        const expected = new Float64Array(all.length);
        grower.forEachLeaf((leaf, begin, end) => {
          expect(end).toBeGreaterThan(begin);
          tree.value[leaf] = leaf + 1;
          for (let i = begin; i < end; i++) expected[grower.rows[i]] = leaf + 1;
        });
        const byBins = new Float64Array(all.length);
        addTree(tree, features, all, byBins);
        expect(byBins).toEqual(expected);
        const ensemble = ensembleOf([tree], Float64Array.of(0), features, edges);
        expect(scoresOf(ensemble, matrixOf(p.rows))).toEqual(expected);
      }),
      { numRuns: 200, seed: 6 },
    );
  });

  it('keeps to the least rows in a leaf where all Hessians are equal', () => {
    fc.assert(
      fc.property(problem, fc.integer({ min: 1, max: 10 }), (p, minSamplesLeaf) => {
        const { features, packed, all, active } = prepare(p);
        packGradients(p.gradients, new Float64Array(all.length).fill(1), all, true, packed);
        const grower = new TreeGrower(features);
        grower.grow(all, active, packed, { ...OPTIONS, minSamplesLeaf });
        grower.forEachLeaf((_, begin, end) => {
          expect(end - begin).toBeGreaterThanOrEqual(Math.min(minSamplesLeaf, all.length));
        });
      }),
      { seed: 7 },
    );
  });

  it('does not grow where gradients are all equal', () => {
    const p: Problem = {
      rows: [[1], [2], [3]],
      gradients: new Float64Array(3).fill(0.3),
      hessians: new Float64Array(3).fill(0.1),
    };
    const { features, packed, all, active } = prepare(p);
    const tree = new TreeGrower(features).grow(all, active, packed, { ...OPTIONS, l2: 0 });
    expect(tree.feature).toHaveLength(0);
    expect(tree.value).toHaveLength(1);
  });
});
