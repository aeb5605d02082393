import { UserError } from '../../contracts/errors.js';
import { addDoubt } from '../../learning/class-prior.js';
import type { CsvTable } from '../../learning/csv/index.js';
import { readInputs } from '../../learning/dataset.js';
import { mostProbable } from '../../learning/metrics/confusion.js';
import { applyTransforms } from '../../learning/transforms/index.js';
import type { ParadigmRegistry } from '../paradigms/paradigm.js';
import { readModel, type ModelFile } from './model-file.js';

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
  /** @throws UserError('InvalidData') for a file that lacks a column of the model. */
  predict(csv: CsvTable): Promise<Predictions>;
}

/**
 * Loads a model folder. Nothing in it is run: it holds numbers and texts only.
 *
 * @throws UserError('InvalidModel') for a folder that this release cannot read.
 */
export async function loadModel(folder: string, registry: ParadigmRegistry): Promise<Predictor> {
  const { file, data } = await readModel(folder);
  const paradigm = registry[file.paradigm];
  if (!paradigm) throw new UserError('InvalidModel', `${folder}: this release has no paradigm ${file.paradigm}`);
  return {
    model: file,
    async predict(csv) {
      const { table, warnings } = readInputs(csv, file.columns, file.target);
      const values = await paradigm.predict(data, applyTransforms(file.transforms, table, null));
      const { classes, prior } = file;
      if (prior) addDoubt(values, prior);
      if (file.task === 'regression')
        return { predictions: Array.from(values, String), classes, proba: null, warnings };
      const codes = mostProbable(values, classes.length);
      return { predictions: Array.from(codes, (code) => classes[code]), classes, proba: values, warnings };
    },
  };
}
