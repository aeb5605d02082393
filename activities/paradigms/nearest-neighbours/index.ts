import { SCALED_TRANSFORMS } from '../../../contracts/candidate/transform.js';
import type { Matrix } from '../../../learning/arrays/matrix.js';
import { indexPoints, nearest, type PointIndex } from '../../../learning/neighbours/index.js';
import { createRandom } from '../../../random/index.js';
import type { FitInput, FitOutput, ModelData, Paradigm } from '../../../training/paradigm/paradigm.js';
import { checkModel } from './check-model.js';
import { costOf } from './cost.js';
import { correlationRatios, groupsOf } from './importances.js';
import { settingsOf, spaceFor, type Settings } from './space.js';
import { meansOf, sharesOf } from './vote.js';

const ID = 'nearest-neighbours';
const VERSION = 1;

type Arrays = PointIndex & { targets: Float64Array; weights: Float64Array; priors: Float64Array };

/**
 * k nearest neighbours (Cover & Hart 1967): means of their values, or their classes' shares shrunk to the priors, so
 * that no class that could occur has probability 0.
 */
export const nearestNeighbours: Paradigm = {
  describe(shape) {
    return {
      id: ID,
      version: VERSION,
      hyperparameters: spaceFor(shape),
      architecture: null,
      transforms: SCALED_TRANSFORMS,
      takesMissing: false,
      defaultWork: costOf(shape).work,
    };
  },

  cost: costOf,

  fit,

  checkModel,

  predict(model, x: Matrix) {
    const { targets, weights, priors, ...index } = model.arrays as unknown as Arrays;
    const settings = model.meta as unknown as Settings;
    const found = nearest(index, x, Math.min(settings.neighbours, targets.length), settings.metric);
    const byDistance = settings.weights === 'distance';
    return priors.length === 0
      ? meansOf(found, targets, weights, byDistance)
      : sharesOf(found, targets, weights, byDistance, priors, settings.smoothing);
  },
};

function fit(input: FitInput): FitOutput {
  const { x, y, classes } = input;
  const settings = settingsOf(input.hyperparameters);
  const weights = input.weights?.some((weight) => weight > 0) ? input.weights : new Float64Array(x.rows).fill(1);
  // Shuffled, because ties go to the first row, and files are often sorted by the target.
  const order = createRandom(input.seed).shuffle(Array.from(weights.keys()).filter((row) => weights[row] > 0));
  const rows = Int32Array.from(order);
  const index = indexPoints(x, rows, Math.min(settings.neighbours, rows.length), settings.metric);
  const arrays: Arrays = {
    ...index,
    targets: Float64Array.from(rows, (row) => y[row]),
    weights: Float64Array.from(rows, (row) => weights[row]),
    priors: classes === 0 ? new Float64Array(0) : priorsOf(y, weights, classes),
  };
  const groups = classes === 0 ? groupsOf(y) : Int32Array.from(y);
  const model: ModelData = { paradigm: ID, version: VERSION, meta: { ...settings }, arrays: { ...arrays } };
  return { model, importances: correlationRatios(x, groups, weights), effort: null };
}

/** Shares of the classes by the rule of succession: none is 0. */
function priorsOf(y: Float64Array, weights: Float64Array, classes: number): Float64Array {
  const priors = new Float64Array(classes);
  const mean = weights.reduce((a, b) => a + b, 0) / y.length;
  for (let r = 0; r < y.length; r++) priors[y[r]] += weights[r] / mean;
  return priors.map((count) => (count + 1) / (y.length + classes));
}
