import { UserError } from '../../contracts/errors.js';
import type { EvaluationPlan } from '../../contracts/module/evaluation.js';
import type { Task } from '../../contracts/task.js';
import type { ColumnType } from '../../contracts/candidate/transform.js';
import { identifyRows } from '../splits/duplicate-rows.js';
import type { CsvTable } from '../csv/index.js';
import type { TextColumn } from '../csv/text-column.js';
import { HOLDOUT, planEvaluation } from '../splits/folds.js';
import { didYouMean } from './near-names.js';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../arrays/safetensors.js';
import { isCategory, type Column, type Dataset, type Target } from '../arrays/table.js';
import { resolveTarget, type TargetOptions } from './target.js';
import { evidenceOf, inferReadings } from '../column-types/infer.js';
import type { Elsewhere } from '../column-types/study.js';
import { readColumn } from '../column-types/read-column.js';
import type { Reading } from '../column-types/reading.js';
import { unreadWarnings } from '../column-types/warnings.js';

/** How an input column was read, to read the same column of another file. */
export interface ColumnReading {
  name: string;
  reading: Reading;
}

export interface DatasetOptions extends Omit<TargetOptions, 'beside'> {
  target: string;
  task: Task | 'auto';
  /** Overrides of inferred types, by column. */
  types: ReadonlyMap<string, ColumnType>;
  /** 32 bits, of the folds; 0 where nothing is said. */
  seed?: number;
}

export interface BuiltDataset {
  dataset: Dataset;
  task: Task;
  plan: EvaluationPlan;
  /** Where each row of the data set is, see `planEvaluation`. */
  assignment: Int8Array;
  /** The hash of each row of the data set, see `identifyRows`. */
  hashes: Float64Array;
  /** One for each input column, decided by its texts in the search's rows. */
  readings: ColumnReading[];
  /** For each of them, how it was read and why, in words. */
  evidence: string[];
  /** The same of the target. */
  targetEvidence: string;
  /** Input columns whose texts equal the target's in all of the search's rows where they are not missing. */
  targetAgain: ReadonlySet<string>;
  /** Warnings, as sentences. */
  warnings: string[];
}

/**
 * A data set from a CSV file, with its split: rows without a target are left out, copies found, rows dealt to the holdout
 * and to folds, and then columns read, with types as asked for or inferred from the search's rows.
 *
 * @throws UserError for a target that is not a column or cannot be learnt (see resolveTarget), an override of a column
 *   that is not there or cannot be read so, no input column, or rows that cannot be split (see planEvaluation).
 */
export function buildDataset(
  csv: CsvTable,
  { target, task, types, seed = 0, ...choices }: DatasetOptions,
): BuiltDataset {
  const targetColumn = csv.columns.find(({ name }) => name === target);
  const names = csv.columns.map(({ name }) => name);
  if (!targetColumn)
    throw new UserError(
      'InvalidTarget',
      `target: ${target} is not a column${didYouMean(target, names)}; ${listed(names)}${oneColumn(csv)}`,
    );
  const unknown = [...types.keys()].find((name) => !names.includes(name) || name === target);
  if (unknown !== undefined) {
    const near = didYouMean(unknown, names);
    throw new UserError('InvalidInput', `types: ${unknown} is not an input column${near}; ${listed(names)}`);
  }
  const texts = csv.columns.filter((column) => column !== targetColumn);
  const resolved = resolveTarget(targetColumn, task, { ...choices, beside: () => evidenceOf(texts, choices, null) });
  if (texts.length === 0) {
    throw new UserError('InvalidData', `${csv.name} has no column beside the target ${target} to learn from`);
  }
  const rows = resolved.rows ?? Int32Array.from({ length: csv.rows }, (_, row) => row);
  const { hashes, groups, copies } = identifyRows(texts, targetColumn, rows);
  const split = planEvaluation({ target: resolved.target, groups, hashes, columns: texts.length, seed });
  const warnings = [...resolved.warnings];
  if (copies > 0) warnings.push(copiesWarning(copies, rows.length));
  const searched = rows.filter((_, row) => split.assignment[row] !== HOLDOUT);
  const beside = (): Elsewhere => evidenceOf([targetColumn], choices, searched);
  const inferred = inferReadings(texts, { ...choices, beside, rows: searched }, types);
  const columns = inferred.map(({ reading, warnings: found }, i) => {
    warnings.push(...found);
    const read = readColumn(texts[i], reading, resolved.rows);
    warnings.push(...unreadWarnings(reading.type, read));
    return read.column;
  });
  return {
    dataset: { inputs: { rows: rows.length, columns }, target: resolved.target, groups },
    task: resolved.task,
    ...split,
    hashes,
    readings: inferred.map(({ reading }, i) => ({ name: texts[i].name, reading })),
    evidence: inferred.map(({ evidence }) => evidence),
    targetEvidence: resolved.evidence,
    targetAgain: new Set(texts.filter((column) => repeats(column, targetColumn, searched)).map(({ name }) => name)),
    warnings,
  };
}

function repeats(column: TextColumn, target: TextColumn, rows: Int32Array): boolean {
  return rows.every((row) => {
    const text = column.text(row);
    return text === '' || text.toLowerCase() === target.text(row).toLowerCase();
  });
}

/** A file of one column may have a delimiter that is not looked for. */
function oneColumn({ columns: [{ name }, ...others] }: CsvTable): string {
  const mark = others.length > 0 ? null : /[^\p{L}\p{N}_.-]/u.exec(name);
  if (mark === null) return '';
  return `; if its fields are parted by ${JSON.stringify(mark[0])}, write a first line sep=${mark[0]}`;
}

function copiesWarning(copies: number, rows: number): string {
  return `${copies} of ${rows} rows repeat the inputs of another row: copies stay on one side of every split, so that no model is judged by a row that it was trained on`;
}

function listed(names: string[]): string {
  return `there are ${brief(names)}`;
}

function brief(names: string[]): string {
  const shown = names.slice(0, 20).join(', ');
  return names.length > 20 ? `${shown}, … (${names.length} in all)` : shown;
}

type ColumnHeader = { name: string; type: ColumnType; levels?: readonly string[] };
type TargetHeader = { name: string; classes?: readonly string[] };

/** A data set as one safetensors file: an array for each column, `c0` …, `target`, `groups`; names and levels beside them. */
export function encodeDataset({ inputs, target, groups }: Dataset, hashes: Float64Array): Uint8Array {
  const arrays: Record<string, Tensor> = {};
  inputs.columns.forEach(
    (column, i) => (arrays[`c${i}`] = { array: isCategory(column) ? column.codes : column.values }),
  );
  arrays.target = { array: 'codes' in target ? target.codes : target.values };
  if (groups) arrays.groups = { array: groups };
  arrays.hashes = { array: hashes };
  const columns = inputs.columns.map((column): ColumnHeader => ({
    name: column.name,
    type: column.type,
    ...(isCategory(column) && { levels: column.levels }),
  }));
  const targetHeader: TargetHeader = { name: target.name, ...('codes' in target && { classes: target.classes }) };
  return encodeSafetensors(arrays, { dataset: JSON.stringify({ rows: inputs.rows, columns, target: targetHeader }) });
}

/** The row hashes of a data set's file, see `identifyRows`. */
export function decodeHashes(bytes: ArrayBufferLike): Float64Array {
  return decodeSafetensors(new Uint8Array(bytes)).arrays.hashes.array as Float64Array;
}

/** The data set of a file, its arrays views of the given (maybe shared) memory. */
export function decodeDataset(bytes: ArrayBufferLike): Dataset {
  const { arrays, metadata } = decodeSafetensors(new Uint8Array(bytes));
  const header = JSON.parse(metadata.dataset) as { rows: number; columns: ColumnHeader[]; target: TargetHeader };
  const columns = header.columns.map(({ name, type, levels }, i) => {
    const { array } = arrays[`c${i}`];
    return (levels ? { name, type, codes: array, levels } : { name, type, values: array }) as Column;
  });
  const { name, classes } = header.target;
  const { array } = arrays.target;
  const target = (classes ? { name, codes: array, classes } : { name, values: array }) as Target;
  const groups = 'groups' in arrays ? (arrays.groups.array as Int32Array) : null;
  return { inputs: { rows: header.rows, columns }, target, groups };
}
