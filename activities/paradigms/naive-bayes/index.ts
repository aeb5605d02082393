import type { SearchSpace } from '../../../contracts/candidate/space.js';
import type { Transforms } from '../../../contracts/candidate/transform.js';
import { stratifiedGroupKFold, unitsOf } from '../../../learning/splits/stratified-group-k-fold.js';
import { createRandom } from '../../../random/index.js';
import type { FitInput, FitOutput, ModelData, Paradigm } from '../../../training/paradigm/paradigm.js';
import { checkModel } from './check-model.js';
import { importancesOf } from './importances.js';
import { layoutOf, type Layout } from './layout.js';
import { addLogLikelihood, estimate, type Likelihood, type Smoothing } from './likelihood.js';
import { accumulate, emptyStatistics, gather, type Statistics } from './statistics.js';
import { fitPower, toProbabilities } from './temperature.js';

const ID = 'naive-bayes';
const VERSION = 2;
const FOLDS = 5;

const SPACE: SearchSpace = [
  { name: 'alpha', type: 'real', min: 1e-3, max: 100, scale: 'log', default: 1 },
  { name: 'varianceSmoothing', type: 'real', min: 1e-9, max: 1, scale: 'log', default: 1e-2 },
  { name: 'calibrate', type: 'flag', default: true },
];

// Nearly normal columns suit Gaussian likelihoods; missing values stay, because the model skips them.
const TRANSFORMS: Transforms = {
  numeric: { impute: 'none', indicator: false, shape: 'yeo-johnson', scale: 'standard' },
  categorical: { impute: 'none', indicator: false, encode: 'one-hot' },
  boolean: { impute: 'none', indicator: false, encode: 'one-hot' },
  date: { parts: ['timestamp', 'year', 'month', 'weekday'] },
  overrides: [],
};

/**
 * Naive Bayes: Gaussian for numbers, categorical (Lidstone smoothing) for one-hot and other two-valued columns, in one
 * model, with the temperature of its likelihoods fitted out of fold where `calibrate` is set. Classes only.
 */
export const naiveBayes: Paradigm = {
  describe(shape) {
    if (shape.task === 'regression') return null;
    return {
      id: ID,
      version: VERSION,
      hyperparameters: SPACE,
      architecture: null,
      transforms: TRANSFORMS,
      takesMissing: true,
      defaultWork: shape.rows * shape.columns * (8 + 4 * shape.classes),
    };
  },

  cost(shape, hyperparameters) {
    const { rows, columns, classes } = shape;
    const calibrate = hyperparameters.calibrate === true;
    return {
      work: rows * columns * (calibrate ? 8 + 4 * classes : 8),
      bytes: 8 * columns * classes * (calibrate ? 3 * (FOLDS + 2) + 3 : 9) + (calibrate ? 8 * rows * classes : 0),
    };
  },

  fit,

  checkModel,

  predict(model, x) {
    const { logPrior, base, gain, mean, kind, centre, first } = model.arrays;
    const layout = { kind, centre, first } as Layout;
    const out = new Float64Array(x.rows * logPrior.length);
    addLogLikelihood({ logPrior, base, gain, mean } as Likelihood, layout, x, logPrior.length, out);
    toProbabilities(out, logPrior as Float64Array, (model.meta as { power: number }).power);
    return out;
  },
};

function fit(input: FitInput): FitOutput {
  const { x, y, weights, groups, classes, hyperparameters, seed, onProgress } = input;
  if (input.task === 'regression') throw new Error('naive-bayes predicts classes, not numbers');
  const smoothing = {
    alpha: hyperparameters.alpha as number,
    variance: hyperparameters.varianceSmoothing as number,
  };
  const calibrate = hyperparameters.calibrate === true && unitsOf(groups, x.rows).count >= 2 * FOLDS;
  const layout = layoutOf(x);
  const fold = calibrate
    ? stratifiedGroupKFold({ y, classes, groups }, FOLDS, createRandom(seed))
    : new Int32Array(x.rows);
  const parts = gather(x, y, weights, classes, layout, fold, calibrate ? FOLDS : 1, onProgress);
  const whole = sumOf(parts, x.columns, classes);
  const model = estimate(whole, layout, classes, smoothing);
  const power = calibrate ? powerOutOfFold(input, layout, fold, parts, model.logPrior, smoothing) : 1;
  const data: ModelData = {
    paradigm: ID,
    version: VERSION,
    meta: { power },
    arrays: { ...model, ...layout },
  };
  return { model: data, importances: importancesOf(whole, layout, classes, smoothing.variance), effort: null };
}

/** Fits the power on likelihoods of each fold's rows under the statistics of the other folds' rows. */
function powerOutOfFold(
  { x, y, weights, classes }: FitInput,
  layout: Layout,
  fold: Int32Array,
  parts: Statistics[],
  logPrior: Float64Array,
  smoothing: Smoothing,
): number {
  const out = new Float64Array(x.rows * classes);
  for (let f = 0; f < FOLDS; f++) {
    // Summed again instead of subtracted from the total: differences of fractional weights are not exactly 0.
    const others = sumOf(
      parts.filter((_, other) => other !== f),
      x.columns,
      classes,
    );
    addLogLikelihood(estimate(others, layout, classes, smoothing), layout, x, classes, out, fold, f);
  }
  return fitPower(out, logPrior, y, weights);
}

function sumOf(parts: Statistics[], columns: number, classes: number): Statistics {
  const sum = emptyStatistics(columns, classes);
  for (const part of parts) accumulate(sum, part);
  return sum;
}
