import { describe, expect, it } from '@jest/globals';
import {
  Float32,
  Float64,
  makeVector,
  Table,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import {
  ArrowError,
  decodeImportances,
  decodeMatrix,
  decodePredictions,
  encodeImportances,
  encodeMatrix,
  encodePredictions,
} from './arrow.js';
import type { Matrix } from './matrix.js';

const value = fc.double();
const matrices: fc.Arbitrary<Matrix> = fc
  .record({ rows: fc.nat({ max: 12 }), columns: fc.nat({ max: 5 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      data: fc.float64Array({ minLength: rows * columns, maxLength: rows * columns }),
      names: fc.array(fc.string(), { minLength: columns, maxLength: columns }),
      source: fc
        .array(fc.nat({ max: 9 }), { minLength: columns, maxLength: columns })
        .map((source) => Int32Array.from(source)),
    }),
  );

const matrix: Matrix = {
  rows: 3,
  columns: 2,
  data: Float64Array.of(1, NaN, 3, 4, 5, 6),
  names: ['age', 'naïve "x"'],
  source: Int32Array.of(0, 1),
};
/** A file of other columns than this module would write. */
const fileOf = (columns: Record<string, Float64Array | Float32Array>, metadata?: [string, string]): Uint8Array => {
  const table = tableFromArrays(columns);
  if (metadata) table.schema.metadata.set(...metadata);
  return tableToIPC(table, 'file');
};

describe('matrices', () => {
  it('come back as they were, missing values and names included, from the same bytes', () => {
    fc.assert(
      fc.property(matrices, fc.option(fc.constant('y')), (x, labelled) => {
        const y = labelled && Float64Array.from({ length: x.rows }, (_, r) => r % 3);
        const groups = labelled && Int32Array.from({ length: x.rows }, (_, r) => r >> 1);
        const bytes = encodeMatrix(x, y, groups);
        expect(decodeMatrix(bytes)).toEqual({ x, y, groups });
        expect(Buffer.from(encodeMatrix(structuredClone(x), y, groups)).equals(bytes)).toBe(true);
      }),
    );
  });

  it('are read in several batches, from bytes at any offset', () => {
    const bytes = encodeMatrix(matrix, Float64Array.of(0, 1, 0));
    const table = tableFromIPC(bytes);
    const batches = tableToIPC(
      new Table(table.schema, [...table.slice(0, 1).batches, ...table.slice(1).batches]),
      'file',
    );
    const moved = new Uint8Array(batches.length + 3);
    moved.set(batches, 3);
    expect(tableFromIPC(batches).batches).toHaveLength(2);
    expect(decodeMatrix(moved.subarray(3))).toEqual({ x: matrix, y: Float64Array.of(0, 1, 0), groups: null });
  });

  it('lie in shared memory, where threads have them', () => {
    const data = new Float64Array(new SharedArrayBuffer(48));
    data.set(matrix.data);
    expect(decodeMatrix(encodeMatrix({ ...matrix, data }, null)).x.data).toEqual(matrix.data);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['bytes of something else', Buffer.from('{"x0": [1, 2, 3]}'), /not a complete Arrow IPC file/],
    ['a stream', tableToIPC(tableFromArrays({ x0: Float64Array.of(1) }), 'stream'), /not a complete Arrow IPC file/],
    ['a gap', fileOf({ x0: Float64Array.of(1), x2: Float64Array.of(1) }), /column x1 is missing: there are x0, x2/],
    [
      'single precision',
      fileOf({ x0: Float32Array.of(1) }, ['names', '["a"]']),
      /x0 is of type Float32; it must be Float64/,
    ],
    ['no names', fileOf({ x0: Float64Array.of(1) }), /must have names, a JSON array of 1 texts, not nothing/],
    ['other names', fileOf({ x0: Float64Array.of(1) }, ['names', '["a","b"]']), /not \["a","b"\]/],
  ])('are refused from %s', (_what, bytes, message) => {
    expect(() => decodeMatrix(bytes)).toThrow(ArrowError);
    expect(() => decodeMatrix(bytes)).toThrow(message);
  });

  it('are refused with nulls', () => {
    const table = new Table({ x0: vectorFromArray([1, null], new Float64()) });
    table.schema.metadata.set('names', '["a"]');
    expect(() => decodeMatrix(tableToIPC(table, 'file'))).toThrow('column x0 has nulls; a missing value is NaN');
  });

  it('are refused wherever their file was cut', () => {
    const bytes = encodeMatrix(matrix, null);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeMatrix(bytes.subarray(0, length))).toThrow('not a complete Arrow IPC file');
    }
  });
});

describe('predictions', () => {
  it('come back row by row', () => {
    fc.assert(
      fc.property(fc.array(value.filter(Number.isFinite)), (values) => {
        const bytes = encodePredictions(Float64Array.from(values), 0);
        expect(decodePredictions(bytes, { rows: values.length, classes: 0 })).toEqual(Float64Array.from(values));
      }),
    );
    const probabilities = Float64Array.of(0.25, 0.5, 0.25, 0, 0, 1);
    const bytes = encodePredictions(probabilities, 3);
    expect(decodePredictions(bytes, { rows: 2, classes: 3 })).toEqual(probabilities);
  });

  it('of single precision are made to sum to 1', () => {
    const bytes = encodePredictions(Float64Array.of(Math.fround(0.1), Math.fround(0.9)), 2);
    const [a, b] = decodePredictions(bytes, { rows: 1, classes: 2 });
    expect(a + b).toBeCloseTo(1, 14);
  });

  it.each<[string, Float64Array, number, RegExp]>([
    ['missing rows', Float64Array.of(0, 1), 2, /1 predictions where 2 are expected/],
    ['values that are not probabilities', Float64Array.of(0, 1, 0.5, 0.6), 2, /row 1 holds no probabilities: 0.5, 0.6/],
    ['negative ones', Float64Array.of(0, 1, -0.5, 1.5), 2, /row 1 holds no probabilities/],
    ['no numbers', Float64Array.of(0, 1, NaN, 1), 2, /row 1 of p0 is NaN/],
    ['columns of fewer classes', Float64Array.of(0, 1), 0, /column p1 is missing: there are p0/],
    ['columns of more classes', Float64Array.of(1, 0, 0, 1, 0, 0), 3, /3 columns where 2 are expected/],
  ])('are refused with %s', (_what, values, classes, message) => {
    expect(() => decodePredictions(encodePredictions(values, classes), { rows: 2, classes: 2 })).toThrow(message);
  });

  it('are not written in half rows', () => {
    expect(() => encodePredictions(Float64Array.of(1), 2)).toThrow('1 predictions do not form rows of 2');
  });
});

describe('importances', () => {
  it('come back, of sum 1 or all 0', () => {
    const round = (values: Float64Array): Float64Array => decodeImportances(encodeImportances(values), values.length);
    expect(round(Float64Array.of(0.25, 0.75))).toEqual(Float64Array.of(0.25, 0.75));
    expect(round(new Float64Array(3))).toEqual(new Float64Array(3));
    expect(round(Float64Array.of(0.25, 0.750001)).reduce((a, b) => a + b)).toBeCloseTo(1, 14);
  });

  it.each<[Float64Array, RegExp]>([
    [Float64Array.of(0.5, 0.25, 0.25), /3 importances where 2 are expected/],
    [Float64Array.of(-1, 2), /importance of column 0 is -1/],
    [Float64Array.of(1, NaN), /importance of column 1 is NaN/],
    [Float64Array.of(1, 2), /sum is 3/],
  ])('are refused: %p', (values, message) => {
    expect(() => decodeImportances(encodeImportances(values), 2)).toThrow(message);
  });

  it('are refused in another precision', () => {
    const bytes = tableToIPC(new Table({ importance: makeVector(Float32Array.of(1)) }), 'file');
    expect(() => decodeImportances(bytes, 1)).toThrow(`type ${new Float32().toString()}`);
  });
});
