import { Nearest } from './nearest.js';
import { BLOCK, euclideanRanks, manhattanRanks } from './ranks.js';
import { reducedDistance, type Metric, type Neighbours, type Points } from './points.js';

// Queries that are processed in one pass over the points.
const QUERIES = 64;

/**
 * The k nearest points of each query, by comparing all. Euclidean ranks use ½|p|² - q·p, which costs half as much as
 * differences; the distances of the neighbours found are then computed exactly.
 */
export function nearestByBruteForce(points: Points, queries: Points, k: number, metric: Metric): Neighbours {
  const found: Neighbours = {
    k,
    indices: new Int32Array(queries.count * k),
    distances: new Float64Array(queries.count * k),
  };
  const halves = metric === 'euclidean' ? halfNorms(points) : null;
  const lists = Array.from({ length: QUERIES }, () => new Nearest(k));
  const ranks = new Float64Array(2 * BLOCK);
  for (let start = 0; start < queries.count; start += QUERIES) {
    const end = Math.min(queries.count, start + QUERIES);
    for (let from = 0; from < points.count; from += BLOCK) {
      const to = Math.min(points.count, from + BLOCK);
      for (let q = start; q < end; q += 2) {
        const second = Math.min(q + 1, end - 1);
        if (halves) euclideanRanks(points, from, to, queries, q, second, halves, ranks);
        else manhattanRanks(points, from, to, queries, q, second, ranks);
        offer(lists[q - start], ranks, 0, from, to);
        if (second > q) offer(lists[second - start], ranks, BLOCK, from, to);
      }
    }
    for (let q = start; q < end; q++) settle(lists[q - start], points, queries, q, metric, found);
  }
  return found;
}

/** Offers points from … to-1 with their ranks, which start at ranks[at]. */
function offer(list: Nearest, ranks: Float64Array, at: number, from: number, to: number): void {
  const end = at + to - from;
  const shift = from - at;
  let limit = list.limit;
  for (let i = at; i < end; i++) {
    if (ranks[i] < limit) {
      list.offer(ranks[i], i + shift);
      limit = list.limit;
    }
  }
}

/** Writes a query's neighbours with their exact distances. */
function settle(list: Nearest, points: Points, queries: Points, q: number, metric: Metric, found: Neighbours): void {
  const { k, indices, distances } = found;
  list.drain(indices, distances, q * k);
  for (let i = q * k; i < (q + 1) * k; i++)
    list.offer(reducedDistance(queries, q, points, indices[i], metric), indices[i]);
  list.drain(indices, distances, q * k);
  if (metric === 'euclidean') for (let i = q * k; i < (q + 1) * k; i++) distances[i] = Math.sqrt(distances[i]);
}

function halfNorms({ count, dimensions, data }: Points): Float64Array {
  const norms = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = i * dimensions; j < (i + 1) * dimensions; j++) sum += data[j] * data[j];
    norms[i] = sum / 2;
  }
  return norms;
}
