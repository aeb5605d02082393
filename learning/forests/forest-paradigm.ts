import { defaultPoint, type Point, type SearchSpace } from '../../contracts/candidate/space.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import type { ProblemShape, Task } from '../../contracts/task.js';
import { PLAIN_TRANSFORMS } from '../../contracts/candidate/transform.js';
import type { Matrix } from '../arrays/matrix.js';
import type { ModelArrays } from '../models/model-check.js';
import { checkForest } from './check-forest.js';
import type { ForestInput, ForestSettings } from './fit-forest.js';
import { fitForestModel, predictForest, priceOfGrowing, type ForestArrays, type ForestMeta } from './forest-model.js';

/** The differences between the kinds of forests; a single tree is a forest of one. */
export interface ForestKind {
  id: string;
  version: number;
  spaceFor: (task: Task, rows: number) => SearchSpace;
  settingsOf: (task: Task, columns: number, point: Point) => ForestSettings;
}

interface FitInput extends ForestInput {
  task: Task;
  hyperparameters: Point;
}

interface Model {
  paradigm: string;
  version: number;
  meta: { [key in keyof ForestMeta]: number };
  arrays: { [key in keyof ForestArrays]: ForestArrays[key] };
}

/** The parts of a paradigm (training/paradigm/paradigm.ts) that are the same for all kinds of forests. */
export interface ForestParadigm {
  describe(shape: ProblemShape): ParadigmDescription;
  cost(shape: ProblemShape, hyperparameters: Point): { work: number; bytes: number };
  /** Probabilities are calibrated if the point's `calibrate` is set. */
  fit(input: FitInput): { model: Model; importances: Float64Array; effort: null };
  /** @throws Error */
  checkModel(model: { meta: unknown; arrays: ModelArrays }, shape: { columns: number; classes: number }): void;
  predict(model: { meta: unknown; arrays: unknown }, x: Matrix): Float64Array;
}

export function forestParadigm({ id, version, spaceFor, settingsOf }: ForestKind): ForestParadigm {
  return {
    describe(shape) {
      const hyperparameters = spaceFor(shape.task, shape.rows);
      const settings = settingsOf(shape.task, shape.columns, defaultPoint(hyperparameters));
      return {
        id,
        version,
        hyperparameters,
        architecture: null,
        transforms: PLAIN_TRANSFORMS,
        takesMissing: true,
        defaultWork: priceOfGrowing(shape, settings).work,
      };
    },

    cost: (shape, hyperparameters) => priceOfGrowing(shape, settingsOf(shape.task, shape.columns, hyperparameters)),

    fit(input) {
      const settings = settingsOf(input.task, input.x.columns, input.hyperparameters);
      const fitted = fitForestModel(input, settings, input.hyperparameters.calibrate === true);
      const model = { paradigm: id, version, meta: { ...fitted.meta }, arrays: { ...fitted.arrays } };
      return { model, importances: fitted.importances, effort: null };
    },

    checkModel: ({ meta, arrays }, { columns, classes }) => checkForest(meta, arrays, columns, classes),

    predict: (model, x) => predictForest(model.meta as ForestMeta, model.arrays as ForestArrays, x),
  };
}
