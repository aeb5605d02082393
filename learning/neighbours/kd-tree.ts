import { Nearest } from './nearest.js';
import { reducedDistance, type Metric, type Neighbours, type Points } from './points.js';

const LEAF = 16;
// Bounds have rounding errors: a cell is skipped only if it is farther by more than this.
const SLACK = 1 - 1e-12;

/**
 * A k-d tree (Bentley 1975) over points that are stored in the order of its leaves. Node i splits its range of points
 * in the middle; its children are 2i + 1 and 2i + 2.
 */
export interface KdTree {
  /** For each inner node the coordinate and the value of its split. */
  dimension: Int32Array;
  value: Float64Array;
}

/** Reorders `order` into leaves of a tree over the points that it indexes; the points themselves stay as they are. */
export function buildKdTree(points: Points, order: Int32Array): KdTree {
  let inner = 0;
  for (let largest = points.count; largest > LEAF; largest = Math.ceil(largest / 2)) inner = 2 * inner + 1;
  const tree: KdTree = { dimension: new Int32Array(inner), value: new Float64Array(inner) };
  const split = (node: number, from: number, to: number): void => {
    if (node >= inner) return;
    const middle = (from + to) >> 1;
    const dimension = widest(points, order, from, to);
    select(points, order, from, to - 1, middle, dimension);
    tree.dimension[node] = dimension;
    tree.value[node] = points.data[order[middle] * points.dimensions + dimension];
    split(2 * node + 1, from, middle);
    split(2 * node + 2, middle, to);
  };
  split(0, 0, points.count);
  return tree;
}

/** The coordinate of greatest range among the points order[from … to-1]. */
function widest({ data, dimensions }: Points, order: Int32Array, from: number, to: number): number {
  let best = 0;
  let range = -1;
  for (let j = 0; j < dimensions; j++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = from; i < to; i++) {
      const value = data[order[i] * dimensions + j];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > range) [best, range] = [j, high - low];
  }
  return best;
}

/** Hoare's selection: puts the point of rank `k` by a coordinate at order[k], lower ones before it, higher ones after. */
function select(points: Points, order: Int32Array, from: number, to: number, k: number, dimension: number): void {
  const valueAt = (i: number) => points.data[order[i] * points.dimensions + dimension];
  let low = from;
  let high = to;
  while (low < high) {
    const pivot = valueAt((low + high) >> 1);
    let i = low;
    let j = high;
    while (i <= j) {
      while (valueAt(i) < pivot) i++;
      while (valueAt(j) > pivot) j--;
      if (i > j) break;
      [order[i], order[j]] = [order[j], order[i]];
      i++;
      j--;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return;
  }
}

/**
 * The k nearest points of each query.
 *
 * @param points in the order of the tree's leaves
 * @returns the neighbours, and how many points they were compared with
 */
export function nearestByKdTree(
  tree: KdTree,
  points: Points,
  queries: Points,
  k: number,
  metric: Metric,
): Neighbours & { compared: number } {
  const indices = new Int32Array(queries.count * k);
  const distances = new Float64Array(queries.count * k);
  const search = new Search(tree, points, queries, new Nearest(k), metric);
  for (let q = 0; q < queries.count; q++) {
    search.run(q);
    search.list.drain(indices, distances, q * k);
  }
  if (metric === 'euclidean') for (let i = 0; i < distances.length; i++) distances[i] = Math.sqrt(distances[i]);
  return { k, indices, distances, compared: search.compared };
}

class Search {
  compared = 0;
  private query = 0;
  private readonly euclidean: boolean;
  /** Distance of the query from the current cell along each coordinate, in the reduced metric. */
  private readonly outside: Float64Array;

  constructor(
    private readonly tree: KdTree,
    private readonly points: Points,
    private readonly queries: Points,
    readonly list: Nearest,
    private readonly metric: Metric,
  ) {
    this.euclidean = metric === 'euclidean';
    this.outside = new Float64Array(points.dimensions);
  }

  run(query: number): void {
    this.query = query;
    this.outside.fill(0);
    this.visit(0, 0, this.points.count);
  }

  /** Nearer half first; the other only if it reaches within the limit (Arya & Mount 1993). */
  private visit(node: number, from: number, to: number): void {
    if (node >= this.tree.value.length) return this.scan(from, to);
    const dimension = this.tree.dimension[node];
    const middle = (from + to) >> 1;
    const difference = this.queries.data[this.query * this.points.dimensions + dimension] - this.tree.value[node];
    const left = difference < 0;
    if (left) this.visit(2 * node + 1, from, middle);
    else this.visit(2 * node + 2, middle, to);
    const before = this.outside[dimension];
    const now = this.euclidean ? difference * difference : Math.abs(difference);
    this.outside[dimension] = now;
    if (this.bound() * SLACK <= this.list.limit) {
      if (left) this.visit(2 * node + 2, middle, to);
      else this.visit(2 * node + 1, from, middle);
    }
    this.outside[dimension] = before;
  }

  /**
   * Lower bound of the distance to the current cell. Summed from scratch: updating a sum would lose small terms next to
   * large ones.
   */
  private bound(): number {
    let sum = 0;
    for (let j = 0; j < this.outside.length; j++) sum += this.outside[j];
    return sum;
  }

  private scan(from: number, to: number): void {
    this.compared += to - from;
    for (let i = from; i < to; i++) {
      const distance = reducedDistance(this.queries, this.query, this.points, i, this.metric);
      if (distance <= this.list.limit) this.list.offer(distance, i);
    }
  }
}
