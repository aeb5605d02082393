import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PLAIN_TRANSFORMS, SCALED_TRANSFORMS, type Transforms } from '../../contracts/candidate/transform.js';
import type { Column, Table, Target } from '../arrays/table.js';
import { applyTransforms, fittedTransformsSchema, fitTransforms } from './index.js';

const ROWS = 24;
const FITTED_ROWS = Int32Array.from({ length: 16 }, (_, i) => i);

const numberArbitrary = fc.oneof(
  fc.constantFrom(NaN, 0, -0, 1, 1, -1, 1e308, -1e308, 5e-324, 1e15 + 0.5),
  fc.double({ noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 3 }),
);
const column = (name: string): fc.Arbitrary<Column> =>
  fc.oneof(
    fc
      .array(numberArbitrary, { minLength: ROWS, maxLength: ROWS })
      .map((values): Column => ({ name, type: 'numeric', values: Float64Array.from(values) })),
    fc
      .array(fc.option(fc.date({ noInvalidDate: true }), { freq: 4 }), { minLength: ROWS, maxLength: ROWS })
      .map((dates): Column => ({ name, type: 'date', values: Float64Array.from(dates, (d) => d?.getTime() ?? NaN) })),
    fc.array(fc.integer({ min: -1, max: 30 }), { minLength: ROWS, maxLength: ROWS }).map((codes): Column => {
      const levels = Array.from({ length: 31 }, (_, i) => (i === 7 ? '__proto__' : `level ${i}`));
      return { name, type: 'categorical', codes: Int32Array.from(codes), levels };
    }),
  );
const tableArbitrary: fc.Arbitrary<Table> = fc
  .tuple(column('a'), column('b'), column('constructor'))
  .map((columns) => ({ rows: ROWS, columns }));

const transformsArbitrary: fc.Arbitrary<Transforms> = fc.record({
  numeric: fc.record({
    impute: fc.constantFrom('none', 'mean', 'median', 'most-frequent'),
    indicator: fc.boolean(),
    shape: fc.constantFrom('none', 'log', 'box-cox', 'yeo-johnson', 'bins'),
    scale: fc.constantFrom('none', 'standard', 'robust', 'quantile'),
  }),
  categorical: fc.record({
    impute: fc.constantFrom('none', 'most-frequent'),
    indicator: fc.boolean(),
    encode: fc.constantFrom('one-hot', 'ordinal', 'frequency', 'target'),
  }),
  boolean: fc.constant(PLAIN_TRANSFORMS.boolean),
  date: fc.constant({ parts: ['timestamp', 'year', 'month', 'day', 'weekday', 'hour'] }),
  overrides: fc.constant([]),
});
const targetArbitrary: fc.Arbitrary<Target> = fc.oneof(
  fc
    .array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: ROWS, maxLength: ROWS })
    .map((values): Target => ({ name: 'y', values: Float64Array.from(values) })),
  fc
    .array(fc.nat(2), { minLength: ROWS, maxLength: ROWS })
    .map((codes): Target => ({ name: 'y', codes: Int32Array.from(codes), classes: ['p', 'q', 'r'] })),
);

describe('fitted transforms', () => {
  it('give finite values of the same columns for any table, before and after their file', () => {
    const property = fc.property(
      tableArbitrary,
      transformsArbitrary,
      targetArbitrary,
      fc.boolean(),
      (table, transforms, target, takesMissing) => {
        const options = {
          table,
          rows: FITTED_ROWS,
          kept: [0, 1, 2],
          transforms,
          takesMissing,
          target,
          groups: null,
          seed: 5,
        };
        const { fitted, train } = fitTransforms(options);
        const applied = applyTransforms(fitted, table, null);
        expect(applied.names).toEqual(train.names);
        expect(applied.source).toEqual(train.source);
        expect([train.rows, applied.rows]).toEqual([16, ROWS]);
        expect(train.data.length).toBe(train.rows * train.columns);
        for (const { data } of [train, applied]) {
          const usable = data.every((value) => Number.isFinite(value) || (takesMissing && Number.isNaN(value)));
          expect(usable).toBe(true);
        }
        const read = fittedTransformsSchema.parse(JSON.parse(JSON.stringify(fitted)));
        const reversed = { rows: table.rows, columns: [...table.columns].reverse() };
        expect(applyTransforms(read, reversed, null).data).toEqual(applied.data);
        expect(fitTransforms(options)).toEqual({ fitted, train });
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  const table: Table = {
    rows: 3,
    columns: [
      { name: 'empty', type: 'numeric', values: new Float64Array(3).fill(NaN) },
      { name: 'when', type: 'date', values: Float64Array.of(Date.UTC(2024, 1, 29, 13), NaN, Date.UTC(1969, 11, 31)) },
    ],
  };
  const target: Target = { name: 'y', values: Float64Array.of(1, 2, 3) };
  const fit = (kept: number[], transforms: Transforms): ReturnType<typeof fitTransforms> =>
    fitTransforms({
      table,
      rows: Int32Array.of(0, 1, 2),
      kept,
      transforms,
      takesMissing: false,
      target,
      groups: null,
      seed: 1,
    });

  it('are a column of zeros where nothing is left', () => {
    const { fitted, train } = fit([0], SCALED_TRANSFORMS);
    expect([...train.data]).toEqual([0, 0, 0]);
    expect(applyTransforms(fitted, table, Int32Array.of(1))).toMatchObject({ rows: 1, columns: 1 });
  });

  it('have the parts of dates in UTC, their medians where missing', () => {
    const parts = ['year', 'month', 'day', 'weekday', 'hour'] as const;
    const { train } = fit([1], { ...SCALED_TRANSFORMS, date: { parts: [...parts] } });
    expect(train.names).toEqual(parts.map((part) => `when ${part}`));
    const rows = [0, 1, 2].map((row) => parts.map((_, p) => train.data[p * 3 + row]));
    expect(rows).toEqual([
      [2024, 2, 29, 4, 13],
      [1996.5, 7, 30, 3.5, 6.5],
      [1969, 12, 31, 3, 0],
    ]);
  });

  it('have the parts that Date has, in every century', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        const columns = [{ name: 'when', type: 'date', values: Float64Array.of(date.getTime()) } as const];
        const parts = ['timestamp', 'year', 'month', 'day', 'weekday', 'hour'] as const;
        const { train } = fitTransforms({
          table: { rows: 1, columns },
          rows: Int32Array.of(0),
          kept: [0],
          transforms: { ...PLAIN_TRANSFORMS, date: { parts: [...parts] } },
          takesMissing: true,
          target,
          groups: null,
          seed: 1,
        });
        const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
        const days = date.getTime() / 86_400_000;
        expect([...train.data]).toEqual([days, year, month, day, date.getUTCDay(), date.getUTCHours()]);
      }),
    );
  });

  it('name a column that is not there, or of another type', () => {
    const { fitted } = fit([1], PLAIN_TRANSFORMS);
    expect(() => applyTransforms(fitted, { rows: 0, columns: [] }, null)).toThrow('the table has no column when');
    const other: Column = { name: 'when', type: 'numeric', values: new Float64Array(1) };
    expect(() => applyTransforms(fitted, { rows: 1, columns: [other] }, null)).toThrow('column when is numeric');
    const overrides = [{ columns: '1', transform: PLAIN_TRANSFORMS.numeric }];
    expect(() => fit([1], { ...PLAIN_TRANSFORMS, overrides })).toThrow('column when is date');
  });
});
