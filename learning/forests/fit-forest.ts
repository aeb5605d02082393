import { createRandom, type Random } from '../../random/index.js';
import type { Matrix } from '../arrays/matrix.js';
import { binMatrix, MAX_BINS } from '../trees/binning.js';
import { binValues } from '../trees/bin-values.js';
import type { Checkpoints } from '../models/checkpoint.js';
import { unitsOf, type Units } from '../splits/stratified-group-k-fold.js';
import { checkpointOf, courseOf } from './checkpoint.js';
import { ClassSplits } from '../trees/class-splits.js';
import { joinForests, packTree, type Forest } from './forest.js';
import { growTree, type Growth } from '../trees/grow.js';
import { MomentSplits } from '../trees/moment-splits.js';
import { nodeValues } from '../trees/node-values.js';
import { NodeBuffer } from '../trees/nodes.js';
import { addOutOfBag, emptyBag, type OutOfBag } from './out-of-bag.js';
import { throttled } from './progress.js';
import { prune } from '../trees/prune.js';
import { RandomSplits } from '../trees/random-splits.js';
import { emptySample, fillSample } from '../trees/sample.js';
import type { Criterion, SplitFinder, SplitProblem } from '../trees/split-finder.js';

export interface ForestSettings {
  readonly trees: number;
  readonly criterion: Criterion;
  /** Best thresholds (Breiman 2001), or one drawn for each column tried (Geurts et al. 2006). */
  readonly splits: 'best' | 'random';
  readonly maxDepth: number;
  /** Least weight of a leaf, in rows (weights are scaled to a mean of 1; a row drawn twice counts twice). */
  readonly minLeaf: number;
  /** Columns tried at each node. */
  readonly columnsPerNode: number;
  /** Whether each tree's rows are drawn with replacement. */
  readonly bootstrap: boolean;
  /** Rows drawn for each tree, as a share of all. */
  readonly rowShare: number;
  /** Weight, in rows, of the parent's value in each node's value, see `nodeValues`. */
  readonly smoothing: number;
  /** Cost-complexity pruning, see `prune`. */
  readonly alpha: number;
}

export interface ForestInput {
  readonly x: Matrix;
  /** Class codes, or values. */
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
  /**
   * The group of each row, see `Dataset`: a tree samples all rows of a group or none, so that out-of-bag rows have no
   * copy in the sample.
   */
  readonly groups: Int32Array | null;
  /** 0 for regression. */
  readonly classes: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
  /** Where checkpoints are kept, so that an interrupted fit can continue. */
  readonly checkpoints?: Checkpoints;
}

export interface FittedForest {
  readonly forest: Forest;
  /** Mean decrease in impurity of each column, of sum 1 (or all 0). */
  readonly importances: Float64Array;
  /** Out-of-bag predictions: for each row, of the trees that were not grown on it. */
  readonly outOfBag: OutOfBag;
}

/** Grows a forest (or, with one tree, a tree) on histograms of 8-bit bins. Continues from the last checkpoint. */
export function fitForest(input: ForestInput, settings: ForestSettings): FittedForest {
  const { x, classes, onProgress, checkpoints } = input;
  const weights = unitMean(input.weights, x.rows);
  const centre = classes > 0 ? 0 : mean(input.y, weights);
  const y = classes > 0 ? input.y : input.y.map((value) => value - centre);
  const units = unitsOf(input.groups, x.rows);
  const random = createRandom(input.seed);
  const report = throttled(onProgress);
  const course = courseOf(checkpoints?.last, { rows: x.rows, columns: x.columns, classes, trees: settings.trees });
  const importances = course?.importances ?? new Float64Array(x.columns);
  const outOfBag = course?.outOfBag ?? emptyBag(x.rows, classes);
  const forests: Forest[] = course ? [course.forest] : [];
  let grown = course?.forest.roots.length ?? 0;
  const growth = growthOf(x, classes, settings, random, (done) => report((grown + done) / settings.trees));
  if (course) {
    random.restore(course.random);
    growth.columns.set(course.columns);
  }
  const nodes = new NodeBuffer(Math.max(1, classes));
  while (grown < settings.trees) {
    const drawn = drawRows(weights, units, settings, random);
    fillSample(growth.sample, drawn, y);
    const tree = treeOf(growth, nodes, settings, classes, centre);
    addImportances(nodes, importances);
    addOutOfBag(outOfBag, tree, x, drawn, nodes.width);
    forests.push(tree);
    grown++;
    if (grown === settings.trees || !checkpoints?.due()) continue;
    const forest = joinForests(forests, classes);
    checkpoints.save(checkpointOf({ forest, random: random.state(), columns: growth.columns, importances, outOfBag }));
  }
  return { forest: joinForests(forests, classes), importances: shares(importances), outOfBag };
}

/** Grows a tree on the growth's sample, and prunes it. @param centre what is added to values */
function treeOf(
  growth: Growth,
  nodes: NodeBuffer,
  { alpha, smoothing }: ForestSettings,
  classes: number,
  centre: number,
): Forest {
  growTree(growth, nodes);
  if (alpha > 0) prune(nodes, alpha, nodes.impurity);
  const prior = new Float64Array(nodes.width).fill(classes > 0 ? 1 / classes : 0);
  const values = new Float64Array(nodes.count * nodes.width);
  nodeValues(nodes, smoothing, prior, values);
  if (centre !== 0) for (let i = 0; i < values.length; i++) values[i] += centre;
  return packTree(nodes, values);
}

function growthOf(
  x: Matrix,
  classes: number,
  settings: ForestSettings,
  random: Random,
  onProgress: (done: number) => void,
): Growth {
  const binned = binMatrix(x, MAX_BINS);
  const sample = emptySample(x.rows);
  // Sums of fractional weights can be slightly too small because of rounding.
  const minLeafWeight = settings.minLeaf * (1 - 1e-9);
  const problem: SplitProblem = { binned, sample, classes, criterion: settings.criterion, minLeafWeight };
  return {
    binned,
    sample,
    finder: finderOf(problem, x, settings, random),
    maxDepth: settings.maxDepth,
    minLeafWeight,
    columnsPerNode: settings.columnsPerNode,
    columns: Int32Array.from({ length: x.columns }, (_, c) => c),
    random,
    onProgress,
  };
}

function finderOf(problem: SplitProblem, x: Matrix, settings: ForestSettings, random: Random): SplitFinder {
  if (settings.splits === 'random') return new RandomSplits(problem, binValues(x), random);
  return problem.classes > 2 ? new ClassSplits(problem) : new MomentSplits(problem);
}

/** Weights of mean 1; all 1 where none are given. */
function unitMean(weights: Float64Array | null, rows: number): Float64Array {
  if (!weights) return new Float64Array(rows).fill(1);
  const total = weights.reduce((a, b) => a + b, 0);
  if (!(total > 0)) throw new Error('no row has a weight above 0');
  return weights.map((weight) => (weight * rows) / total);
}

function mean(y: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let r = 0; r < y.length; r++) sum += weights[r] * y[r];
  return sum / y.length;
}

/** Each row's weight times the number of times that its unit is drawn. */
function drawRows(
  weights: Float64Array,
  { count, rows, start }: Units,
  { bootstrap, rowShare }: ForestSettings,
  random: Random,
): Float64Array {
  const draws = Math.max(1, Math.round(rowShare * count));
  if (!bootstrap && draws === count) return weights;
  const times = new Float64Array(count);
  if (bootstrap) for (let i = 0; i < draws; i++) times[random.below(count)]++;
  else for (let u = 0, left = draws; u < count; u++) if (random.chance(left / (count - u))) left -= times[u] = 1;
  const drawn = new Float64Array(weights.length);
  let total = 0;
  for (let u = 0; u < count; u++) {
    for (let i = start[u]; i < start[u + 1]; i++) total += drawn[rows[i]] = times[u] * weights[rows[i]];
  }
  // Only rows of weight 0 were drawn: a tree needs at least one row.
  return total > 0 ? drawn : weights;
}

/** Adds a tree's importances, normalised to sum 1, so that each tree counts the same. */
function addImportances(nodes: NodeBuffer, importances: Float64Array): void {
  let total = 0;
  for (let i = 0; i < nodes.count; i++) total += nodes.gain[i];
  if (!(total > 0)) return;
  for (let i = 0; i < nodes.count; i++) {
    if (nodes.feature[i] >= 0) importances[nodes.feature[i]] += nodes.gain[i] / total;
  }
}

function shares(values: Float64Array): Float64Array {
  const total = values.reduce((a, b) => a + b, 0);
  return total > 0 ? values.map((value) => value / total) : values;
}
