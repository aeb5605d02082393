import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../../random/index.js';
import { AdamW } from './adamw.js';
import { dropOut } from '../network/dropout.js';
import { lossOf } from '../network/loss.js';
import { splitForStopping } from './split.js';

describe('AdamW', () => {
  it('first moves each parameter by the learning rate against its gradient, after shrinking the decayed', () => {
    const parameters = Float32Array.of(1, 1, -2, 3);
    const optimiser = new AdamW(4, [{ offset: 0, rows: 1, columns: 1 }], 0.5);
    optimiser.step(parameters, Float32Array.of(1e-3, 20, -0.1, 0), 0.1);
    [0.95 - 0.1, 1 - 0.1, -2 + 0.1, 3].forEach((value, i) => expect(parameters[i]).toBeCloseTo(value, 4));
  });

  it('finds the minimum of a quadratic that is steep in one direction', () => {
    const parameters = Float32Array.of(3, -2);
    const optimiser = new AdamW(2, [], 0);
    for (let i = 0; i < 2000; i++)
      optimiser.step(parameters, Float32Array.of(100 * (parameters[0] - 1), parameters[1] - 1), 0.02);
    parameters.forEach((value) => expect(value).toBeCloseTo(1, 2));
  });
});

describe('dropout', () => {
  it('drops the share asked for, keeps the mean, and differs by seed only', () => {
    const mask = (seed: number) => {
      const values = new Float32Array(40_000).fill(1);
      dropOut(values, new Float32Array(40_000).fill(1), 0.3, seed);
      return values;
    };
    for (const seed of [0, 1, 2 ** 32 - 1]) {
      const values = mask(seed);
      const dropped = values.filter((value) => value === 0).length / values.length;
      expect(Math.abs(dropped - 0.3)).toBeLessThan(0.01);
      expect(Math.abs(values.reduce((a, b) => a + b, 0) / values.length - 1)).toBeLessThan(0.015);
      expect(mask(seed)).toEqual(values);
    }
    const [one, two] = [mask(1), mask(2)];
    const both = one.filter((value, i) => value === 0 && two[i] === 0).length / one.length;
    expect(Math.abs(both - 0.09)).toBeLessThan(0.01);
  });
});

describe('loss', () => {
  it.each([1, 3])('has the gradient that differences show, with %d outputs', (columns) => {
    const random = createRandom(5);
    const outputs = Float32Array.from({ length: 4 * columns }, () => random.normal());
    const y = Float64Array.from({ length: 4 }, (_, r) => (columns === 1 ? random.normal() : r % columns));
    const targets = { y, weights: Float64Array.of(1, 0, 2, 0.5) };
    const gradient = new Float32Array(outputs.length);
    lossOf(outputs, columns, targets, 0.1, gradient);
    const lossAt = (i: number, step: number) => {
      const moved = outputs.slice();
      moved[i] += step;
      return { loss: lossOf(moved, columns, targets, 0.1, new Float32Array(outputs.length)), at: moved[i] };
    };
    outputs.forEach((_, i) => {
      const [high, low] = [lossAt(i, 1e-3), lossAt(i, -1e-3)];
      expect((high.loss - low.loss) / (high.at - low.at) / 4).toBeCloseTo(gradient[i], 4);
    });
  });
});

describe('rows to stop by', () => {
  it('have the shares of the classes, leave every class something to train on, and come from the rows given', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.nat(1000), (counts, seed) => {
        const y = Float64Array.from(counts.flatMap((count, code) => new Array<number>(count).fill(code)));
        const rows = Int32Array.from(y.keys()).filter((r) => r % 7 !== 3);
        const { train, stop } = splitForStopping(rows, { y, classes: counts.length, groups: null }, createRandom(seed));
        expect([...train, ...stop].sort((a, b) => a - b)).toEqual([...rows]);
        if (rows.length < 40) expect(stop).toHaveLength(0);
        counts.forEach((_, code) => {
          const all = rows.filter((r) => y[r] === code).length;
          const kept = stop.filter((r) => y[r] === code).length;
          if (all > 0) expect(kept).toBeLessThan(all);
          if (stop.length > 0) expect(Math.abs(kept - 0.15 * all)).toBeLessThanOrEqual(2);
        });
      }),
      { numRuns: 60, seed: 8 },
    );
  });
});
