import { PLAIN_TRANSFORMS } from '../../../contracts/transform.js';
import { Booster, type BoostingData } from '../../../learning/boosting/booster.js';
import { ensembleOf, scoresOf, type Ensemble } from '../../../learning/boosting/ensemble.js';
import { featuresOf } from '../../../learning/boosting/features.js';
import { stratifiedParts } from '../../../learning/boosting/folds.js';
import { TreeGrower } from '../../../learning/boosting/grow.js';
import { lossFor } from '../../../learning/boosting/loss.js';
import { bestRounds } from '../../../learning/boosting/rounds.js';
import { rowsWhere } from '../../../learning/folds.js';
import { binMatrix } from '../../../learning/trees/binning.js';
import { createRandom } from '../../../random/index.js';
import type { FitInput, FitOutput, Paradigm } from '../paradigm.js';
import { binsFor, costOf } from './cost.js';
import { importancesOf } from './importances.js';
import { toPredictions } from './predictions.js';
import { limitsOf, optionsOf, spaceFor } from './space.js';
import { watchingFor } from './watching.js';

const ID = 'boosting';
const VERSION = 1;

type MakeBooster = (train: Int32Array, watched: Int32Array) => Booster;

interface Fitted {
  booster: Booster;
  rounds: number;
}

/**
 * Histogram gradient boosting: trees grown leaf-wise on second-order gains of the logistic, softmax or squared loss, as
 * many as rows kept aside find useful, and then grown anew on all rows.
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
  predict: (model, x) =>
    toPredictions(scoresOf(model.arrays as unknown as Ensemble, x), model.meta as { classes: number }),
};

function fit(input: FitInput): FitOutput {
  const { x, y, weights, task, classes, hyperparameters, seed, effort } = input;
  const options = optionsOf(hyperparameters);
  const binned = binMatrix(x, binsFor(x.columns, options.maxLeaves));
  const data: BoostingData = { features: featuresOf(binned), y, weights };
  const loss = lossFor(task, classes);
  const grower = new TreeGrower(data.features);
  const random = createRandom(seed);
  const boosterOf: MakeBooster = (train, watched) =>
    new Booster(data, loss, options, grower, createRandom(random.below(2 ** 31)), train, watched);
  const { booster, rounds } = effort === null ? fitWatched(input, boosterOf) : fitRounds(input, boosterOf, effort);
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

/** Finds how many rounds serve rows that were not trained on. */
function fitWatched(input: FitInput, boosterOf: MakeBooster): Fitted {
  const { x, y, classes, hyperparameters, seed, onProgress } = input;
  const { maxRounds, patience, usualRounds } = limitsOf(hyperparameters.learningRate as number);
  const { parts, used, refit } = watchingFor({ rows: x.rows, columns: x.columns, classes });
  if (used === 0) return fitRounds(input, boosterOf, usualRounds);
  const part = stratifiedParts(y, classes, parts, createRandom(seed));
  const boosters = Array.from({ length: used }, (_, p) =>
    boosterOf(
      rowsWhere(part, (other) => other !== p),
      rowsWhere(part, (own) => own === p),
    ),
  );
  const share = refit ? used / (used + 1) : 1;
  const rounds = bestRounds(boosters, {
    maxRounds,
    patience,
    // How many rounds it will be is not known: the share nears its limit.
    onRound: (round) => onProgress?.((share * round) / (round + usualRounds)),
  });
  return refit ? fitRounds(input, boosterOf, rounds, share) : { booster: boosters[0], rounds };
}

/** @param done the share of the whole fit that is already done */
function fitRounds({ y, onProgress }: FitInput, boosterOf: MakeBooster, rounds: number, done = 0): Fitted {
  const booster = boosterOf(Int32Array.from(y.keys()), new Int32Array(0));
  for (let round = 0; round < rounds; round++) {
    booster.step();
    onProgress?.(done + ((1 - done) * (round + 1)) / rounds);
  }
  return { booster, rounds };
}
