import type { Matrix } from '../arrays/matrix.js';
import { columnOf } from '../arrays/matrix.js';
import { nearestByBruteForce } from './brute-force.js';
import { buildKdTree, nearestByKdTree, type KdTree } from './kd-tree.js';
import { pointsOf, type Metric, type Neighbours, type Points } from './points.js';

/** Points prepared for searches: a k-d tree if it saves enough comparisons; otherwise without nodes. */
export interface PointIndex {
  /** Row-major, rows × columns, less the centre. */
  points: Float64Array;
  centre: Float64Array;
  dimension: Int32Array;
  value: Float64Array;
}

// A comparison in a tree costs as much as this number of comparisons by brute force (measured for 4 to 60 columns).
const PRICE_OF_COMPARISON = 3;
const PROBES = 32;
// With more columns a tree saves nothing on data without structure, and building it costs time.
const MOST_TREE_COLUMNS = 32;
const NO_TREE: KdTree = { dimension: new Int32Array(0), value: new Float64Array(0) };

/**
 * Prepares rows of a matrix for searches. A tree is used if sample searches need few enough comparisons: this depends
 * more on the data than on the number of columns.
 *
 * @param rows the rows to search among; put into the order of the index
 */
export function indexPoints(x: Matrix, rows: Int32Array, k: number, metric: Metric): PointIndex {
  const centre = new Float64Array(x.columns);
  for (let j = 0; j < x.columns; j++) {
    const column = columnOf(x, j);
    for (const row of rows) centre[j] += column[row] / rows.length;
  }
  const plain = pointsOf(x, centre, rows);
  if (x.columns > MOST_TREE_COLUMNS) return { points: plain.data, centre, ...NO_TREE };
  const order = Int32Array.from(rows.keys());
  const tree = buildKdTree(plain, order);
  const sorted = reordered(plain, order);
  const count = Math.min(PROBES, rows.length);
  const probes = { ...plain, count, data: plain.data.subarray(0, count * plain.dimensions) };
  const { compared } = nearestByKdTree(tree, sorted, probes, k, metric);
  if (compared * PRICE_OF_COMPARISON > count * rows.length) return { points: plain.data, centre, ...NO_TREE };
  rows.set(order.map((i) => rows[i]));
  return { points: sorted.data, centre, ...tree };
}

function reordered({ count, dimensions, data }: Points, order: Int32Array): Points {
  const to = new Float64Array(data.length);
  order.forEach((from, i) => to.set(data.subarray(from * dimensions, (from + 1) * dimensions), i * dimensions));
  return { count, dimensions, data: to };
}

/** The k nearest of the index's points for each row of a matrix; k may be at most the points. */
export function nearest(index: PointIndex, x: Matrix, k: number, metric: Metric): Neighbours {
  const points = { count: index.points.length / x.columns, dimensions: x.columns, data: index.points };
  const queries = pointsOf(x, index.centre);
  return index.value.length > 0
    ? nearestByKdTree(index, points, queries, k, metric)
    : nearestByBruteForce(points, queries, k, metric);
}
