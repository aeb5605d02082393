import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { minimiseScalar } from '../numeric/minimise-scalar.js';
import { boxCox, boxCoxLambda, yeoJohnson, yeoJohnsonLambda } from './power.js';

interface Case {
  name: string;
  values: number[];
  boxCoxLambda: number | null;
  boxCox: number[] | null;
  yeoJohnsonLambda: number;
  yeoJohnson: number[];
}

const fixture = new URL('../../test/fixtures/transforms-scipy.json', import.meta.url);
const { columns } = JSON.parse(readFileSync(fixture, 'utf8')) as { columns: Case[] };
const sorted = ({ values }: Case): Float64Array => Float64Array.from(values).sort();
function expectClose(values: number[], expected: number[]): void {
  values.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-9 * Math.abs(expected[i])));
}

/** Lambda is sought from -5 to 5. */
const within = (lambda: number): number => Math.min(5, Math.max(-5, lambda));

describe('lambda by maximum likelihood is that of scipy', () => {
  it.each(columns.filter((column) => column.boxCoxLambda !== null))('Box-Cox: $name', (column) => {
    expect(boxCoxLambda(sorted(column))).toBeCloseTo(within(column.boxCoxLambda!), 4);
    const transformed = column.values.slice(0, 5).map((value) => boxCox(value, column.boxCoxLambda!));
    expectClose(transformed, column.boxCox!);
  });

  it.each(columns)('Yeo-Johnson: $name', (column) => {
    expect(yeoJohnsonLambda(sorted(column))).toBeCloseTo(within(column.yeoJohnsonLambda), 4);
    const transformed = column.values.slice(0, 5).map((value) => yeoJohnson(value, column.yeoJohnsonLambda));
    expectClose(transformed, column.yeoJohnson);
  });

  it('is 1 for a constant', () => {
    expect(boxCoxLambda(new Float64Array(9).fill(3))).toBe(1);
    expect(yeoJohnsonLambda(new Float64Array(9).fill(-3))).toBe(1);
  });

  it('hardly changes where only some of many values are looked at', () => {
    const many = Float64Array.from({ length: 40_000 }, (_, i) => -Math.log(1 - (i + 0.5) / 40_000));
    const few = Float64Array.from({ length: 4000 }, (_, i) => -Math.log(1 - (i + 0.5) / 4000));
    expect(boxCoxLambda(many)).toBeCloseTo(boxCoxLambda(few), 2);
    // The best power of an exponential distribution.
    expect(boxCoxLambda(many)).toBeCloseTo(0.2654, 2);
  });
});

describe('minimiseScalar', () => {
  it('finds minima inside and at a bound', () => {
    expect(minimiseScalar((x) => (x - 1.25) ** 4 + x, -5, 5, 1e-8)).toBeCloseTo(1.25 - 0.25 ** (1 / 3), 6);
    expect(minimiseScalar((x) => Math.cos(x), 2, 5, 1e-8)).toBeCloseTo(Math.PI, 6);
    expect(minimiseScalar((x) => x, -5, 5, 1e-8)).toBeCloseTo(-5, 6);
  });

  it('crosses a plateau of values that are not usable', () => {
    expect(minimiseScalar((x) => (x < 0 ? Number.MAX_VALUE : (x - 3) ** 2), -5, 5, 1e-8)).toBeCloseTo(3, 6);
  });
});
