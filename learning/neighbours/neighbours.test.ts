import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../random/index.js';
import { matrixOf } from '../../test/support/paradigm-suite.js';
import { nearestByBruteForce } from './brute-force.js';
import { indexPoints, nearest } from './index.js';
import { buildKdTree, nearestByKdTree } from './kd-tree.js';
import { Nearest } from './nearest.js';
import { reducedDistance, type Metric, type Points } from './points.js';

// Few values, so that many distances are equal; the great ones would drown the others in sums taken carelessly.
const coordinate = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-1e6, 1e6, 0.1));
const cases = fc
  .record({ dimensions: fc.integer({ min: 1, max: 5 }), count: fc.integer({ min: 1, max: 120 }), k: fc.nat(30) })
  .chain(({ dimensions, count, k }) =>
    fc.record({
      points: pointsOf(count, dimensions),
      queries: pointsOf(7, dimensions),
      k: fc.constant(1 + (k % count)),
      metric: fc.constantFrom<Metric>('euclidean', 'manhattan'),
    }),
  );

function pointsOf(count: number, dimensions: number): fc.Arbitrary<Points> {
  const length = count * dimensions;
  return fc
    .array(coordinate, { minLength: length, maxLength: length })
    .map((values) => ({ count, dimensions, data: Float64Array.from(values) }));
}

/** Sorted distances from each query to all points, cut to the k least. */
const expectedDistances = (points: Points, queries: Points, k: number, metric: Metric): number[] =>
  Array.from({ length: queries.count }, (_, q) =>
    Array.from({ length: points.count }, (_, p) => reducedDistance(queries, q, points, p, metric))
      .sort((a, b) => a - b)
      .slice(0, k)
      .map((distance) => (metric === 'euclidean' ? Math.sqrt(distance) : distance)),
  ).flat();

describe('nearest points', () => {
  it('are those that sorting all gives, by a k-d tree', () => {
    fc.assert(
      fc.property(cases, ({ points, queries, k, metric }) => {
        const order = Int32Array.from({ length: points.count }, (_, i) => i);
        const tree = buildKdTree(points, order);
        const d = points.dimensions;
        const data = new Float64Array(points.data.length);
        order.forEach((from, to) => data.set(points.data.subarray(from * d, (from + 1) * d), to * d));
        const found = nearestByKdTree(tree, { ...points, data }, queries, k, metric);
        expect(Array.from(found.distances)).toEqual(expectedDistances(points, queries, k, metric));
      }),
    );
  });

  it('are those that sorting all gives, by brute force', () => {
    fc.assert(
      fc.property(cases, ({ points, queries, k, metric }) => {
        const found = nearestByBruteForce(points, queries, k, metric);
        const expected = expectedDistances(points, queries, k, metric);
        // Ranks of Euclidean distances are rounded where coordinates are great.
        found.distances.forEach((distance, i) => expect(Math.abs(distance - expected[i])).toBeLessThan(0.1));
        expect(new Set(found.indices.subarray(0, k)).size).toBe(k);
      }),
    );
  });

  it('are found by a tree where columns are few, and by brute force where they are many, alike', () => {
    const random = createRandom(3);
    const rowsOf = (count: number, columns: number) =>
      matrixOf(Array.from({ length: count }, () => Array.from({ length: columns }, () => random.normal())));
    for (const [columns, inTree] of [
      [3, true],
      [20, false],
    ] as const) {
      const x = rowsOf(2000, columns);
      const rows = Int32Array.from({ length: x.rows }, (_, r) => r);
      const index = indexPoints(x, rows, 5, 'euclidean');
      expect(index.value.length > 0).toBe(inTree);
      const found = nearest(index, x, 5, 'euclidean');
      // Each row's nearest is itself.
      expect(Array.from({ length: x.rows }, (_, r) => rows[found.indices[5 * r]])).toEqual(
        Array.from({ length: x.rows }, (_, r) => r),
      );
    }
  });
});

describe('Nearest', () => {
  it('keeps the least distances in order, ties by the lower index, whatever the order of offers', () => {
    const offers = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(offers, fc.integer({ min: 1, max: 12 }), fc.boolean(), (distances, k, backwards) => {
        const pairs = distances.map((distance, index) => ({ distance, index }));
        const list = new Nearest(k);
        for (const { distance, index } of backwards ? [...pairs].reverse() : pairs) list.offer(distance, index);
        const indices = new Int32Array(k);
        const count = list.drain(indices, new Float64Array(k), 0);
        const sorted = [...pairs].sort((a, b) => a.distance - b.distance || a.index - b.index).slice(0, k);
        expect(Array.from(indices.subarray(0, count))).toEqual(sorted.map(({ index }) => index));
      }),
    );
  });
});
