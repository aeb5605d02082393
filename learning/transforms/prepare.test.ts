import { describe, expect, it } from '@jest/globals';
import { PLAIN_TRANSFORMS, SCALED_TRANSFORMS, type Transforms } from '../../contracts/candidate/transform.js';
import { createRandom } from '../../random/index.js';
import { ALWAYS_TRAINING, HOLDOUT, rowsOfFit, UNUSED } from '../splits/folds.js';
import { columnOf } from '../arrays/matrix.js';
import { areaUnderCurve } from '../metrics/auc.js';
import { importancesByColumn, prepareRows, type PreparedFold, type PrepareOptions } from './prepare.js';
import type { Column, Dataset } from '../arrays/table.js';
import { applyTransforms, fitTransforms } from './index.js';

const ROWS = 600;
const FOLD = 1;
const assignment = Int8Array.from({ length: ROWS }, (_, row) => [0, 1, 2, HOLDOUT, UNUSED, ALWAYS_TRAINING][row % 6]);

type Prepare = (options: PrepareOptions & { assignment: Int8Array; fold: number }) => PreparedFold;

/** One fold of a search's evaluation plan. */
const prepareFold: Prepare = ({ assignment, fold, ...options }) =>
  prepareRows({ ...options, ...rowsOfFit(assignment, { fold }) });

/** Every kind of column; `id` is unique, `group` has few rows each; the target is chance. */
function datasetOf(seed: number): Dataset {
  const random = createRandom(seed);
  const codes = (below: number): Int32Array => Int32Array.from({ length: ROWS }, () => random.below(below + 1) - 1);
  const levels = (count: number): string[] => Array.from({ length: count }, (_, i) => `v${1000 + i}`);
  const numbers = (draw: () => number): Float64Array =>
    Float64Array.from({ length: ROWS }, () => (random.chance(0.1) ? NaN : draw()));
  const columns: Column[] = [
    { name: 'x', type: 'numeric', values: numbers(() => Math.exp(random.normal())) },
    { name: 'when', type: 'date', values: numbers(() => random.below(1e9) * 1000) },
    { name: 'group', type: 'categorical', codes: codes(60), levels: levels(60) },
    { name: 'id', type: 'categorical', codes: Int32Array.from({ length: ROWS }, (_, i) => i), levels: levels(ROWS) },
  ];
  const target = { name: 'y', codes: Int32Array.from({ length: ROWS }, () => random.below(2)), classes: ['n', 'p'] };
  return { inputs: { rows: ROWS, columns }, target, groups: null };
}

/** The same data set with other values in the rows that the fold is not trained on. */
function withOtherRowsChanged(dataset: Dataset): Dataset {
  const other = datasetOf(99);
  const isTraining = (row: number): boolean => assignment[row] >= 0 && assignment[row] !== FOLD;
  const columns = dataset.inputs.columns.map((column, c): Column => {
    const changed = other.inputs.columns[c];
    if ('values' in column && 'values' in changed) {
      return { ...column, values: column.values.map((v, row) => (isTraining(row) ? v : changed.values[row] * 7 + 1)) };
    }
    if (!('codes' in column)) throw new Error('columns differ');
    const levels = [...column.levels, 'new'];
    return { ...column, codes: column.codes.map((v, row) => (isTraining(row) ? v : levels.length - 1)), levels };
  });
  const { target } = dataset;
  if (!('codes' in target)) throw new Error('not classes');
  const codes = target.codes.map((code, row) => (isTraining(row) ? code : 1 - code));
  return { inputs: { rows: ROWS, columns }, target: { ...target, codes }, groups: null };
}

const transformSets: Transforms[] = [
  PLAIN_TRANSFORMS,
  SCALED_TRANSFORMS,
  ...(['log', 'box-cox', 'yeo-johnson', 'bins'] as const).flatMap((shape) =>
    (['standard', 'robust', 'quantile'] as const).map((scale, i): Transforms => ({
      ...SCALED_TRANSFORMS,
      numeric: { impute: (['mean', 'median', 'most-frequent'] as const)[i], indicator: true, shape, scale },
      categorical: {
        impute: i === 0 ? 'most-frequent' : 'none',
        indicator: true,
        encode: (['target', 'frequency', 'ordinal'] as const)[i],
      },
    })),
  ),
];
const targetEncoded: Transforms = {
  ...PLAIN_TRANSFORMS,
  categorical: { impute: 'none', indicator: false, encode: 'target' },
};
const optionsOf = (dataset: Dataset, transforms: Transforms): Parameters<Prepare>[0] => ({
  dataset,
  assignment,
  fold: FOLD,
  kept: [0, 1, 2, 3],
  transforms,
  takesMissing: false,
  seed: 11,
});

/** Whether what a learner is fitted on, or what is fitted before it, depends on rows outside of training. */
function leaks(prepare: Prepare, transforms: Transforms): boolean {
  const dataset = datasetOf(1);
  const before = prepare(optionsOf(dataset, transforms));
  const after = prepare(optionsOf(withOtherRowsChanged(dataset), transforms));
  const seen = ({ train, yTrain, fitted }: PreparedFold): string =>
    JSON.stringify([fitted, [...train.data].map(String), train.names, [...yTrain]]);
  return seen(before) !== seen(after);
}

/** Area under the curve that a column of `valid` reaches by itself, out of fold. */
function curveOf(prepare: Prepare, name: string): number {
  const { valid, yValid } = prepare(optionsOf(datasetOf(1), targetEncoded));
  const scores = columnOf(valid, valid.names.indexOf(name));
  return areaUnderCurve(scores, Uint8Array.from(yValid));
}

/** What a careless preparation does: fit on every row, then take the fold's. */
const fitOnAllRows: Prepare = (options) => {
  const { dataset, seed, kept, transforms, takesMissing } = options;
  const { inputs: table, target } = dataset;
  const rows = Int32Array.from({ length: ROWS }, (_, row) => row);
  const { fitted } = fitTransforms({ table, rows, kept, transforms, takesMissing, target, groups: null, seed });
  const fold = prepareFold(options);
  const trainRows = rows.filter((row) => assignment[row] >= 0 && assignment[row] !== FOLD);
  const train = applyTransforms(fitted, table, trainRows);
  return { ...fold, fitted, train, valid: applyTransforms(fitted, table, fold.validRows) };
};

describe('nothing leaks from the rows that a fold is judged by', () => {
  it.each(transformSets.map((transforms) => [JSON.stringify(transforms.numeric), transforms] as const))(
    'with %s',
    (_, transforms) => {
      expect(leaks(prepareFold, transforms)).toBe(false);
      expect(leaks(fitOnAllRows, transforms)).toBe(true);
    },
  );

  it('a unique id tells nothing of the target, and a leak through it would be seen', () => {
    expect(curveOf(prepareFold, 'id target mean')).toBe(0.5);
    expect(curveOf(fitOnAllRows, 'id target mean')).toBe(1);
  });

  it('small groups tell nothing of a target that is chance: neither out of fold nor in training', () => {
    expect(Math.abs(curveOf(prepareFold, 'group target mean') - 0.5)).toBeLessThan(0.15);
    expect(curveOf(fitOnAllRows, 'group target mean')).toBeGreaterThan(0.58);
    const { train, yTrain, fitted } = prepareFold(optionsOf(datasetOf(1), targetEncoded));
    const curve = (matrix: typeof train): number =>
      areaUnderCurve(columnOf(matrix, matrix.names.indexOf('group target mean')), Uint8Array.from(yTrain));
    expect(curve(train)).toBeLessThan(0.55);
    const trainRows = Int32Array.from(assignment.keys()).filter((r) => assignment[r] >= 0 && assignment[r] !== FOLD);
    expect(curve(applyTransforms(fitted, datasetOf(1).inputs, trainRows))).toBeGreaterThan(0.65);
    const ids = columnOf(train, train.names.indexOf('id target mean'));
    expect(new Set(ids).size).toBe(1);
  });
});

describe('preparing', () => {
  it('takes the rows that the assignment gives to a fold', () => {
    const dataset = datasetOf(1);
    const { train, valid, yTrain, yValid, validRows } = prepareFold(optionsOf(dataset, PLAIN_TRANSFORMS));
    expect([train.rows, yTrain.length, valid.rows, yValid.length]).toEqual([300, 300, 100, 100]);
    expect([...validRows]).toEqual(Array.from({ length: 100 }, (_, i) => i * 6 + 1));
    const { codes } = dataset.target as { codes: Int32Array };
    expect([...yValid]).toEqual([...validRows].map((row) => codes[row]));
  });

  it('needs no other rows', () => {
    const options = optionsOf(datasetOf(1), SCALED_TRANSFORMS);
    const rows = Int32Array.from({ length: ROWS }, (_, row) => row);
    const { train, valid } = prepareRows({ ...options, trainRows: rows, otherRows: new Int32Array(0) });
    expect([train.rows, valid.rows, valid.columns]).toEqual([ROWS, 0, train.columns]);
  });

  it('sums importances over the columns that they were made from', () => {
    const sums = importancesByColumn(Float64Array.of(0.5, 0.25, 0.25), Int32Array.of(2, 0, 2), 4);
    expect([...sums]).toEqual([0.25, 0, 0.75, 0]);
  });
});
