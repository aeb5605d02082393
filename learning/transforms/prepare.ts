import type { Transforms } from '../../contracts/candidate/transform.js';
import type { Matrix } from '../arrays/matrix.js';
import type { Dataset, Target } from '../arrays/table.js';
import { powerOfTwoScale } from '../numeric/power-of-two-scale.js';
import { applyTransforms, fitTransforms, type FittedTransforms } from './index.js';

/** The data of one fit. Nothing in `train` and `fitted` depends on the validation rows. */
export interface PreparedFold {
  train: Matrix;
  valid: Matrix;
  /** Class codes, or values in the target's unit, one a row of `train`. */
  yTrain: Float64Array;
  /** Class codes or values, one a row of `valid`. */
  yValid: Float64Array;
  /** A power of two that a regression's values were multiplied by, see learning/numeric/power-of-two-scale.ts; 1 for classes. */
  targetUnit: number;
  /** The group of each row of `train`, see `Dataset`; null if no row has a copy. */
  groups: Int32Array | null;
  /** Row numbers in the data set of the rows of `valid`. */
  validRows: Int32Array;
  fitted: FittedTransforms;
}

export interface PrepareOptions {
  dataset: Dataset;
  /** Indices of the kept input columns. */
  kept: readonly number[];
  transforms: Transforms;
  takesMissing: boolean;
  /** 32 bits. */
  seed: number;
}

/** @param options.otherRows rows of `valid`, transformed by what was fitted on `trainRows` only; may be empty */
export function prepareRows(options: PrepareOptions & { trainRows: Int32Array; otherRows: Int32Array }): PreparedFold {
  const { dataset, kept, transforms, takesMissing, seed, trainRows, otherRows } = options;
  const { inputs, target } = dataset;
  const targetUnit = unitOfTarget(target, trainRows);
  const scaled = inUnit(target, targetUnit);
  const groups = dataset.groups && Int32Array.from(trainRows, (row) => dataset.groups![row]);
  const { fitted, train } = fitTransforms({
    table: inputs,
    rows: trainRows,
    kept,
    transforms,
    takesMissing,
    target: scaled,
    groups,
    seed,
  });
  return {
    train,
    valid: applyTransforms(fitted, inputs, otherRows),
    yTrain: targetOf(scaled, trainRows),
    yValid: targetOf(target, otherRows),
    targetUnit,
    groups,
    validRows: otherRows,
    fitted,
  };
}

/** The factor by which a fit multiplies the target: it depends on the training rows only. */
export function unitOfTarget(target: Target, trainRows: Int32Array): number {
  return 'codes' in target ? 1 : powerOfTwoScale(target.values, trainRows);
}

function inUnit(target: Target, unit: number): Target {
  return unit === 1 || 'codes' in target ? target : { ...target, values: target.values.map((value) => value * unit) };
}

/** Class codes or values of rows. */
export function targetOf(target: Target, rows: Int32Array): Float64Array {
  const values = 'codes' in target ? target.codes : target.values;
  const own = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) own[i] = values[rows[i]];
  return own;
}

/** Sums the importances of matrix columns over the input columns that they were made from. */
export function importancesByColumn(importances: Float64Array, source: Int32Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  importances.forEach((importance, i) => (sums[source[i]] += importance));
  return sums;
}
