import { describe, it } from '@jest/globals';
import {
  categoricalTransformSchema,
  datePartSchema,
  numericTransformSchema,
  PLAIN_TRANSFORMS,
  SCALED_TRANSFORMS,
  TRANSFORMS_VERSION,
  type CategoricalTransform,
  type NumericTransform,
  type Transforms,
} from '../../contracts/candidate/transform.js';
import { prepareRows } from '../../learning/transforms/prepare.js';
import { GoldenHashes } from './hashes.js';
import { tableProblem, TASKS } from './problem.js';

const hashes = new GoldenHashes(new URL('./transforms.json', import.meta.url));
const TRAIN_ROWS = 100;

/** The matrices of training rows and of others, for each task and for learners that take missing values or do not. */
function check(name: string, transforms: Transforms): void {
  const values: Float64Array[] = [];
  for (const task of TASKS) {
    for (const takesMissing of [false, true]) {
      const dataset = tableProblem(task);
      const rows = Int32Array.from({ length: dataset.inputs.rows }, (_, row) => row);
      const [trainRows, otherRows] = [rows.subarray(0, TRAIN_ROWS), rows.subarray(TRAIN_ROWS)];
      const kept = dataset.inputs.columns.map((_, column) => column);
      const prepared = prepareRows({ dataset, kept, transforms, takesMissing, seed: 5, trainRows, otherRows });
      values.push(prepared.train.data, prepared.valid.data, prepared.yTrain, prepared.yValid);
    }
  }
  const raise = 'TRANSFORMS_VERSION in contracts/candidate/transform.ts';
  hashes.check({ subject: 'transforms', version: TRANSFORMS_VERSION, name, values, raise });
}

/** A case for each choice of a transform, the others as in `usual`. */
function casesOf<T extends object>(usual: T, choices: { [Name in keyof T]: readonly T[Name][] }): [string, T][] {
  return (Object.keys(choices) as (keyof T & string)[]).flatMap((name) =>
    choices[name].map((choice): [string, T] => [`${name} ${String(choice)}`, { ...usual, [name]: choice }]),
  );
}

const NUMERIC = casesOf<NumericTransform>(
  { impute: 'median', indicator: true, shape: 'none', scale: 'none' },
  {
    impute: numericTransformSchema.shape.impute.options,
    indicator: [false, true],
    shape: numericTransformSchema.shape.shape.options,
    scale: numericTransformSchema.shape.scale.options,
  },
);
const CATEGORICAL = casesOf<CategoricalTransform>(
  { impute: 'most-frequent', indicator: false, encode: 'ordinal' },
  {
    impute: categoricalTransformSchema.shape.impute.options,
    indicator: [false, true],
    encode: categoricalTransformSchema.shape.encode.options,
  },
);

describe('transforms give the bits of their version', () => {
  it.each(NUMERIC)('numeric: %s', (name, numeric) => check(`numeric ${name}`, { ...PLAIN_TRANSFORMS, numeric }));

  it.each(CATEGORICAL)('categorical: %s', (name, categorical) =>
    check(`categorical ${name}`, { ...PLAIN_TRANSFORMS, categorical, boolean: categorical }),
  );

  it.each(datePartSchema.options)('date: %s', (part) =>
    check(`date ${part}`, { ...PLAIN_TRANSFORMS, date: { parts: [part] } }),
  );

  it('the usual ones of trees and of distances', () => {
    check('plain', PLAIN_TRANSFORMS);
    check('scaled', SCALED_TRANSFORMS);
  });
});
