import { PLAIN_TRANSFORMS } from '../../../contracts/transform.js';
import { Booster, type BoostingData } from '../../../learning/boosting/booster.js';
import { ensembleOf, scoresOf, type Ensemble } from '../../../learning/boosting/ensemble.js';
import { featuresOf } from '../../../learning/boosting/features.js';
import { stratifiedParts } from '../../../learning/boosting/folds.js';
import { TreeGrower } from '../../../learning/boosting/grow.js';
import { lossFor } from '../../../learning/boosting/loss.js';
import { bestRounds } from '../../../learning/boosting/rounds.js';
import { binMatrix } from '../../../learning/trees/binning.js';
import { createRandom } from '../../../random/index.js';
import type { FitInput, FitOutput, Paradigm } from '../paradigm.js';
import { costOf } from './cost.js';
import { importancesOf } from './importances.js';
import { toPredictions } from './predictions.js';
import { limitsOf, optionsOf, spaceFor } from './space.js';
import { watchingFor } from './watching.js';

const ID = 'boosting';
const VERSION = 1;

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
  const { x, y, weights, task, classes, hyperparameters, seed } = input;
  const options = optionsOf(hyperparameters);
  const binned = binMatrix(x);
  const data: BoostingData = { features: featuresOf(binned), y, weights };
  const loss = lossFor(task, classes);
  const grower = new TreeGrower(data.features);
  const random = createRandom(seed);
  const all = Int32Array.from(y.keys());
  const boosterOf = (train: Int32Array, watched: Int32Array): Booster =>
    new Booster(data, loss, options, grower, createRandom(random.below(2 ** 31)), train, watched);
  const progress = progressOf(input);

  const rounds = input.effort ?? findRounds(input, all, boosterOf, progress.searching);
  const booster = boosterOf(all, all.subarray(0, 0));
  for (let round = 0; round < rounds; round++) {
    booster.step();
    progress.fitting(round / rounds);
  }
  const ensemble = ensembleOf(booster.trees, booster.initial, data.features, binned.edges);
  return {
    model: { paradigm: ID, version: VERSION, meta: { classes }, arrays: { ...ensemble } },
    importances: importancesOf(booster.trees, data.features, x.columns),
    effort: rounds,
  };
}

/** How many rounds serve rows that were not trained on. */
function findRounds(
  { y, classes, hyperparameters, seed }: FitInput,
  all: Int32Array,
  boosterOf: (train: Int32Array, watched: Int32Array) => Booster,
  onRound: (round: number) => void,
): number {
  const limits = limitsOf(hyperparameters.learningRate as number);
  const { parts, used } = watchingFor(y.length);
  if (parts < 2) return limits.usualRounds;
  const part = stratifiedParts(y, classes, parts, createRandom(seed));
  const boosters = Array.from({ length: used }, (_, p) =>
    boosterOf(
      all.filter((row) => part[row] !== p),
      all.filter((row) => part[row] === p),
    ),
  );
  return bestRounds(boosters, { maxRounds: limits.maxRounds, patience: limits.patience, onRound });
}

/** Share of a fit's time that finding the rounds takes, roughly. */
const SEARCH_SHARE = 0.7;

function progressOf({ onProgress, hyperparameters, effort }: FitInput): {
  searching: (round: number) => void;
  fitting: (share: number) => void;
} {
  const { usualRounds } = limitsOf(hyperparameters.learningRate as number);
  const searched = effort === null ? SEARCH_SHARE : 0;
  return {
    // How many rounds it will be is not known: the share nears its limit.
    searching: (round) => onProgress?.((searched * round) / (round + usualRounds)),
    fitting: (share) => onProgress?.(searched + (1 - searched) * share),
  };
}
