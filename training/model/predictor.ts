import { UserError } from '../../contracts/errors.js';
import { addDoubt } from '../../learning/models/class-prior.js';
import { readInputs, type Inputs } from '../../learning/dataset/read-inputs.js';
import type { ReadingChoices } from '../../learning/column-types/reading.js';
import type { Matrix } from '../../learning/arrays/matrix.js';
import { mostProbable } from '../../learning/metrics/confusion.js';
import { unscale } from '../../learning/numeric/power-of-two-scale.js';
import { applyTransforms, widthOf } from '../../learning/transforms/index.js';
import type { ModelData, ParadigmRegistry } from '../paradigm/paradigm.js';
import { OWN_MODEL_FORMAT, type ModelFile, type ServedBy } from './model-file.js';
import { readModel } from './model-folder.js';

export interface Predictions {
  /** Labels as in the training file, or numbers as text; one a row. */
  predictions: string[];
  /** Labels in the order of the columns of `proba`; empty for regression. */
  classes: readonly string[];
  /** Row-major: rows × classes; null for regression. */
  proba: Float64Array | null;
  warnings: string[];
}

/** A delivered model, ready to predict. */
export interface Predictor {
  readonly model: ModelFile;
  /**
   * @param choices options for ambiguous texts of the file
   * @throws UserError('InvalidData') for inputs that lack a column of the model.
   */
  predict(inputs: Inputs, choices?: ReadingChoices): Promise<Predictions>;
}

/**
 * Loads a model folder, to predict in this process. Nothing in it is run: it holds numbers and texts only.
 *
 * @throws UserError('InvalidModel') for a folder that this release cannot read, or a model that only the team which
 * serves its paradigm can predict with.
 */
export async function loadModel(folder: string, registry: ParadigmRegistry): Promise<Predictor> {
  const { file, data } = await readModel(folder);
  if (data && registry[data.paradigm]) return predictorHere(file, data, registry);
  throw noFormHere(folder, file, data);
}

/** For a model that this release cannot predict with in its own process. */
export function noFormHere(folder: string, file: ModelFile, data: ModelData | null): UserError {
  if (file.format === OWN_MODEL_FORMAT) {
    return new UserError('InvalidModel', `${folder}: this release has no paradigm ${file.paradigm}`);
  }
  const form = data
    ? `its exported form is of ${data.paradigm}, which this release does not have`
    : 'it has no exported form';
  return new UserError(
    'InvalidModel',
    `${folder}: ${form}; ${ownerOf(file.served)} predicts with this ${file.paradigm} model on the task queue ` +
      `${file.served.queue}: "coaxial predict" asks there`,
  );
}

/** The owner of a served paradigm, for people. */
export function ownerOf({ team, contact }: ServedBy): string {
  if (team === null) return contact === null ? 'the team that serves it' : contact;
  return contact === null ? `team ${team}` : `team ${team} (${contact})`;
}

/**
 * @param data of one of the registry's paradigms
 * @throws UserError('InvalidModel') for data that cannot be predicted with
 */
export function predictorHere(file: ModelFile, data: ModelData, registry: ParadigmRegistry): Predictor {
  const paradigm = registry[data.paradigm];
  try {
    paradigm.checkModel?.(data, { columns: widthOf(file.transforms), classes: file.classes.length });
  } catch (error) {
    const why = (error as Error).message;
    throw new UserError('InvalidModel', `this ${data.paradigm} model is damaged, or of another release: ${why}`);
  }
  return predictorOf(file, async (x) => paradigm.predict(data, x));
}

/** @param predictMatrix row-major: rows × classes probabilities, or a regression's values; this changes them in place */
export function predictorOf(file: ModelFile, predictMatrix: (x: Matrix) => Promise<Float64Array>): Predictor {
  return {
    model: file,
    async predict(inputs, choices) {
      const levels = new Map(
        file.transforms.columns.flatMap((c) => (c.kind === 'category' ? [[c.name, c.levels]] : [])),
      );
      const { table, warnings } = readInputs(inputs, file.columns, file.target, { ...choices, levels });
      const values = await predictMatrix(applyTransforms(file.transforms, table, null));
      const { classes, prior } = file;
      const wrong = values.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0) throw new UserError('InvalidModel', `this model predicts ${values[wrong]}: it is damaged`);
      if (prior) addDoubt(values, prior);
      if (file.task === 'regression')
        return {
          predictions: Array.from(values, (value) => String(unscale(value, file.targetUnit))),
          classes,
          proba: null,
          warnings,
        };
      const codes = mostProbable(values, classes.length);
      return { predictions: Array.from(codes, (code) => classes[code]), classes, proba: values, warnings };
    },
  };
}
