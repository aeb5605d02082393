import { z } from 'zod';
import { UserError } from '../contracts/errors.js';
import type { Metric } from '../contracts/metric.js';
import type { SearchResult } from '../contracts/search/search.js';
import type { Task } from '../contracts/task.js';
import { issuesText } from '../contracts/issues.js';
import { searchInputSchema } from '../contracts/search/search-input.js';
import type { ReadingChoices } from '../learning/column-types/reading.js';
import { readCsv } from '../learning/csv/index.js';
import type { Inputs } from '../learning/dataset/read-inputs.js';
import { openStore, type Store } from '../storage/store.js';
import type { ParadigmRegistry } from '../training/paradigm/paradigm.js';
import { loadModel, type Predictions, type Predictor } from '../training/model/predictor.js';
import { registry } from '../activities/paradigms/index.js';
import { inputsOfColumns, inputsOfRows, type Columns, type Rows } from './inputs.js';

/** Which model: its folder, a search's result, or a search of a store (its folder, or what `openStore` opened). */
export type ModelReference = string | Pick<SearchResult, 'model'> | { searchId: string; store: string | Store };

/** A CSV file's text or bytes (`.csv.gz` too), at once or as a stream; see docs/data-files.md for what is read. */
export type Csv = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/** How ambiguous texts are read; by default as in the training data. */
export interface PredictOptions extends ReadingChoices {
  /** Encoding of a CSV file's bytes, e.g. `windows-1252`; detected by default. */
  encoding?: string;
}

/** Of a model of classes. */
export interface ClassPredictions {
  task: 'binary' | 'multiclass';
  /** The most probable class of each row, by its label in the training data. */
  predictions: string[];
  /** By class, its probability in each row, from 0 to 1; those of a row add up to 1. */
  probabilities: Record<string, Float64Array>;
  /** Warnings about how the values were read, as sentences. */
  warnings: string[];
}

/** Of a model of numbers. */
export interface RegressionPredictions {
  task: 'regression';
  /** The value of each row, in the unit of the target. */
  predictions: Float64Array;
  /** There are none. */
  probabilities?: undefined;
  /** Warnings about how the values were read, as sentences. */
  warnings: string[];
}

/**
 * A model that a search delivered, which predicts in this process: it needs no server and no worker.
 *
 * ```ts
 * const model = await Model.load('models/penguins');
 * const { predictions, probabilities } = await model.predict([{ island: 'Biscoe', bill_length_mm: 46.1 }]);
 * ```
 */
export class Model {
  private constructor(private readonly predictor: Predictor) {}

  /**
   * Reads a model. Nothing in its folder is run: it holds numbers and texts only.
   *
   * @param reference a folder (`model` of a search's result, or a copy of it), a search's result, or a search of a store
   * @param paradigms what models may be of; by default the paradigms of this release
   * @throws UserError('InvalidModel') for a folder that holds no model, a damaged one, one of another release, or one that
   *   only the team that serves its paradigm can predict with (`coaxial predict` asks it)
   * @throws UserError('InvalidInput') for a search that has no result in the store
   */
  static async load(reference: ModelReference, paradigms: ParadigmRegistry = registry): Promise<Model> {
    return new Model(await loadModel(await folderOf(reference), paradigms));
  }

  /** The column that it predicts. */
  get target(): string {
    return this.predictor.model.target;
  }

  /** What it predicts: one of two classes, one of several, or a number. */
  get task(): Task {
    return this.predictor.model.task;
  }

  /** Labels of the classes; empty for a regression. */
  get classes(): readonly string[] {
    return this.predictor.model.classes;
  }

  /** The columns that it needs, each with its type: `numeric`, `categorical`, `boolean` or `date`. */
  get columns(): readonly { name: string; type: 'numeric' | 'categorical' | 'boolean' | 'date' }[] {
    return this.predictor.model.columns.map(({ name, reading }) => ({ name, type: reading.type }));
  }

  /** Id of its paradigm: `boosting`, `linear`, … */
  get paradigm(): string {
    return this.predictor.model.paradigm;
  }

  /** Its scores in the search, of fits on a part of the rows; `holdoutScore` is null if no rows were held out. */
  get quality(): { metric: Metric; cvScore: number; holdoutScore: number | null } {
    return this.predictor.model.quality;
  }

  /**
   * Predicts rows as objects, columns as arrays, or a CSV file's text, bytes or stream. Columns that the model does not
   * use are ignored, which a warning says; their names are compared by Unicode normal form NFC.
   *
   * @returns classes and their probabilities by name, or a regression's values: one a row, in the order of the rows
   * @throws UserError('InvalidData') naming a column that is missing, or a value that its column cannot have; for columns of
   *   different lengths, no rows, or a text that is not a CSV file
   * @throws UserError('InvalidInput') for an option that does not exist, or a value that it cannot have
   */
  async predict(
    data: Rows | Columns | Csv,
    options: PredictOptions = {},
  ): Promise<ClassPredictions | RegressionPredictions> {
    const parsed = optionsSchema.safeParse(options);
    if (!parsed.success) throw new UserError('InvalidInput', `predict: ${issuesText(parsed.error)}`);
    const { encoding, ...choices } = parsed.data;
    return named(await this.predictor.predict(await this.inputsOf(data, encoding), choices), this.task);
  }

  private async inputsOf(data: Rows | Columns | Csv, encoding: string | undefined): Promise<Inputs> {
    const { columns } = this.predictor.model;
    if (Array.isArray(data)) return inputsOfRows(data as Rows, columns);
    const bytes = await bytesOf(data as Csv);
    if (bytes !== null) return readCsv(bytes, 'the CSV data', { encoding });
    if (typeof data === 'object' && data !== null) return inputsOfColumns(data as Columns, columns);
    throw new UserError('InvalidData', 'give rows as objects, columns as arrays, or a CSV text, its bytes or a stream');
  }
}

const { encoding, decimal, dateOrder, missing } = searchInputSchema.shape;
const optionsSchema = z.strictObject({ encoding, decimal, dateOrder, missing });

async function folderOf(reference: ModelReference): Promise<string> {
  if (typeof reference === 'string') return reference;
  const { model, searchId, store } = (reference ?? {}) as Record<string, unknown>;
  if (typeof model === 'string') return model;
  if (typeof searchId !== 'string' || !isStore(store)) {
    throw new UserError('InvalidInput', 'give the folder of a model, the result of a search, or { searchId, store }');
  }
  const { searches } = typeof store === 'string' ? openStore(store) : store;
  const result = await searches.readResult(searchId);
  if (result) return result.model;
  throw new UserError('InvalidInput', `the store has no result of search ${searchId}`);
}

function isStore(store: unknown): store is string | Store {
  return typeof store === 'string' || (typeof store === 'object' && store !== null && 'searches' in store);
}

/** Null for what is not CSV data. */
async function bytesOf(data: Csv): Promise<Uint8Array | null> {
  if (data instanceof Uint8Array) return data;
  if (typeof data === 'string') {
    if (!/[\r\n]/.test(data) && /\.(csv|tsv|txt)(\.gz)?$/i.test(data)) {
      throw new UserError('InvalidData', `${data} is a path: give the file's text or bytes, or createReadStream of it`);
    }
    return Buffer.from(data);
  }
  if (typeof data !== 'object' || data === null || !(Symbol.asyncIterator in data)) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of data) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

function named(
  { predictions, classes, proba, warnings }: Predictions,
  task: Task,
): ClassPredictions | RegressionPredictions {
  if (task === 'regression') return { task, predictions: Float64Array.from(predictions, Number), warnings };
  const ofClass = (code: number): Float64Array =>
    Float64Array.from(predictions, (_, row) => proba![row * classes.length + code]);
  return {
    task,
    predictions,
    probabilities: Object.fromEntries(classes.map((label, code) => [label, ofClass(code)])),
    warnings,
  };
}
