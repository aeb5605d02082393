import { PLAIN_TRANSFORMS } from '../../../contracts/candidate/transform.js';
import { Booster, type BoostingData } from '../../../learning/boosting/booster.js';
import { ensembleOf, scoresOf, type Ensemble } from '../../../learning/boosting/ensemble.js';
import { featuresOf } from '../../../learning/boosting/features.js';
import { TreeGrower } from '../../../learning/boosting/grow.js';
import { lossFor } from '../../../learning/boosting/loss.js';
import { binMatrix } from '../../../learning/trees/binning.js';
import { createRandom } from '../../../random/index.js';
import type { FitInput, FitOutput, Paradigm } from '../../../training/paradigm/paradigm.js';
import { checkModel } from './check-model.js';
import { binsFor, costOf } from './cost.js';
import { importancesOf } from './importances.js';
import { toPredictions } from './predictions.js';
import { fitRounds, type MakeBooster } from './rounds.js';
import { optionsOf, spaceFor } from './space.js';

const ID = 'boosting';
const VERSION = 2;

/**
 * Histogram gradient boosting: trees grown leaf-wise on second-order gains of the logistic, softmax or squared loss,
 * with the number of rounds found by early stopping on validation rows, and then refitted on all rows.
 */
export const boosting: Paradigm = {
  describe(shape) {
    const hyperparameters = spaceFor(shape.rows);
    const defaults = Object.fromEntries(hyperparameters.map((parameter) => [parameter.name, parameter.default]));
    return {
      id: ID,
      version: VERSION,
      hyperparameters,
      architecture: null,
      transforms: PLAIN_TRANSFORMS,
      takesMissing: true,
      defaultWork: costOf(shape, defaults).work,
    };
  },
  cost: costOf,
  fit,
  checkModel,
  predict: (model, x) =>
    toPredictions(scoresOf(model.arrays as unknown as Ensemble, x), model.meta as { classes: number }),
};

function fit(input: FitInput): FitOutput {
  const { x, y, weights, task, classes, hyperparameters, seed } = input;
  const options = optionsOf(hyperparameters);
  const binned = binMatrix(x, binsFor(x.columns, options.maxLeaves));
  const data: BoostingData = { features: featuresOf(binned), y, weights };
  const loss = lossFor(task, classes);
  const grower = new TreeGrower(data.features);
  const random = createRandom(seed);
  const boosterOf: MakeBooster = (train, watched) =>
    new Booster(data, loss, options, grower, createRandom(random.below(2 ** 31)), train, watched);
  const shape = { outputs: loss.outputs, features: data.features.columns.length };
  const { booster, rounds } = fitRounds(input, boosterOf, shape);
  const trees = booster.trees.slice(0, rounds * loss.outputs);
  return {
    model: {
      paradigm: ID,
      version: VERSION,
      meta: { classes },
      arrays: { ...ensembleOf(trees, booster.initial, data.features, binned.edges) },
    },
    importances: importancesOf(trees, data.features, x.columns),
    effort: rounds,
  };
}
