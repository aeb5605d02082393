import { defaultPoint } from '../../../contracts/candidate/space.js';
import { SCALED_TRANSFORMS } from '../../../contracts/candidate/transform.js';
import { unitWeights } from '../../../learning/linear/design.js';
import { valuesOf, type LinearFunctions } from '../../../learning/linear/functions.js';
import { leastSquares } from '../../../learning/linear/least-squares.js';
import type { FitInput, FitOutput, ModelData, Paradigm } from '../../../training/paradigm/paradigm.js';
import { checkModel } from './check-model.js';
import { fitClasses, toProbabilities, type ClassesMeta } from './classes.js';
import { costOf } from './cost.js';
import { importancesOf } from './importances.js';
import { penaltyOf, spaceFor } from './space.js';

const ID = 'linear';
const VERSION = 1;

/**
 * Linear models with an elastic net's penalty (Zou & Hastie 2005), the intercept unpenalised: least squares for
 * numbers, logistic regression for classes (one output for two, multinomial for more).
 */
export const linear: Paradigm = {
  describe(shape) {
    const hyperparameters = spaceFor(shape);
    return {
      id: ID,
      version: VERSION,
      hyperparameters,
      architecture: null,
      transforms: SCALED_TRANSFORMS,
      takesMissing: false,
      defaultWork: costOf(shape, defaultPoint(hyperparameters)).work,
    };
  },

  cost: costOf,

  fit,

  checkModel,

  predict(model, x) {
    const values = valuesOf(model.arrays as unknown as LinearFunctions, x);
    return model.meta === null ? values : toProbabilities(values, x.rows, model.meta as unknown as ClassesMeta);
  },
};

function fit(input: FitInput): FitOutput {
  const { x, y, task, hyperparameters, onProgress } = input;
  const weights = unitWeights(input.weights, x.rows);
  const penalty = penaltyOf(hyperparameters);
  const regression = task === 'regression';
  const { functions, meta } = regression
    ? { functions: leastSquares(x, y, weights, penalty, onProgress), meta: null }
    : fitClasses(input, weights, penalty);
  const model: ModelData = { paradigm: ID, version: VERSION, meta: meta && { ...meta }, arrays: { ...functions } };
  return { model, importances: importancesOf(functions, x, weights), effort: null };
}
