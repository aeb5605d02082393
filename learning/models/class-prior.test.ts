import { describe, expect, it } from '@jest/globals';
import { addDoubt, classPrior } from './class-prior.js';

describe('doubt', () => {
  const prior = classPrior(Float64Array.of(0, 0, 0, 0, 0, 0, 1, 1), 3);

  it('knows a class that has no row', () => {
    expect(prior).toEqual({ shares: [7 / 11, 3 / 11, 1 / 11], rows: 8 });
  });

  it('bounds each probability by what so many rows can tell, and keeps their sum and order', () => {
    const predictions = Float64Array.of(1, 0, 0, 0.2, 0.7, 0.1);
    addDoubt(predictions, prior);
    expect(predictions[2]).toBeCloseTo(1 / 99, 12);
    expect(predictions[0] + predictions[1] + predictions[2]).toBeCloseTo(1, 12);
    expect(predictions[4]).toBeGreaterThan(predictions[3]);
    expect(predictions[3]).toBeGreaterThan(predictions[5]);
  });
});
