import { describe, expect, it } from '@jest/globals';
import { pairedGain, scoreEstimate } from './paired.js';
import { criticalValue } from './student.js';

describe('paired gain', () => {
  it('is positive where the first is better, whichever way the metric goes', () => {
    expect(pairedGain('log-loss', [0.1, 0.2], [0.2, 0.4], 100).mean).toBeCloseTo(0.15);
    expect(pairedGain('accuracy', [0.1, 0.2], [0.2, 0.4], 100).mean).toBeCloseTo(-0.15);
  });

  it('leaves out what makes a fold hard for both', () => {
    const first = [0.1, 0.5, 0.9];
    const second = first.map((score) => score + 0.01);
    expect(pairedGain('rmse', first, second, 100).standardError).toBeCloseTo(0);
    expect(scoreEstimate('rmse', first, 100).standardError).toBeCloseTo(0.4 / Math.sqrt(3));
  });

  it('falls back on a modelled error with one fold or folds of another number', () => {
    expect(pairedGain('log-loss', [0.3], [0.4], 100)).toEqual({
      mean: expect.closeTo(0.1),
      standardError: expect.closeTo(0.0177, 3),
    });
    expect(pairedGain('log-loss', [0.3], [0.4, 0.4], 100).standardError).toBeGreaterThan(0);
  });
});

describe('critical value', () => {
  it('asks for more the fewer the folds', () => {
    const values = Array.from({ length: 29 }, (_, i) => criticalValue(i + 2));
    expect(values[3]).toBeCloseTo(2.776);
    expect(values[28]).toBeCloseTo(2.045, 1);
    expect([...values].sort((a, b) => b - a)).toEqual(values);
  });
});
