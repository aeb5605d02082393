import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../random/index.js';
import { solveSymmetric } from './cholesky.js';
import { elasticNet } from './coordinate-descent.js';
import { minimise, type SmoothFunction } from './minimise.js';

/** A random positive definite matrix with a vector, of bounded condition. */
function quadratic(size: number, seed: number): { gram: Float64Array; moments: Float64Array } {
  const random = createRandom(seed);
  const factor = Float64Array.from({ length: size * size }, () => random.normal());
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < size; k++) gram[i * size + j] += factor[i * size + k] * factor[j * size + k];
      if (i === j) gram[i * size + j] += 0.5;
    }
  return { gram, moments: Float64Array.from({ length: size }, () => 3 * random.normal()) };
}

const multiply = (gram: Float64Array, x: Float64Array): Float64Array =>
  x.map((_, i) => x.reduce((sum, value, j) => sum + gram[i * x.length + j] * value, 0));

/** ½ xᵀ gram x - momentsᵀ x. */
const functionOf =
  (gram: Float64Array, moments: Float64Array): SmoothFunction =>
  (x, gradient) => {
    const product = multiply(gram, x);
    gradient.set(product.map((value, i) => value - moments[i]));
    return x.reduce((sum, value, i) => sum + value * (product[i] / 2 - moments[i]), 0);
  };

const problems = fc.record({ size: fc.integer({ min: 1, max: 8 }), seed: fc.nat(1000) });

describe('minimise', () => {
  it('finds the minimum of a quadratic that Cholesky factors solve', () => {
    fc.assert(
      fc.property(problems, ({ size, seed }) => {
        const { gram, moments } = quadratic(size, seed);
        const point = new Float64Array(size);
        minimise(functionOf(gram, moments), point, new Float64Array(size), { tolerance: 1e-9, maxIterations: 1000 });
        const solution = Float64Array.from(moments);
        solveSymmetric(Float64Array.from(gram), solution);
        point.forEach((value, i) => expect(value).toBeCloseTo(solution[i], 6));
      }),
    );
  });

  it('agrees with coordinate descent on the L1 penalty, and both meet its optimality conditions', () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 0.01, max: 5, noNaN: true }), ({ size, seed }, penalty) => {
        const { gram, moments } = quadratic(size, seed);
        const l1 = new Float64Array(size).fill(penalty);
        const options = { tolerance: 1e-11, maxSweeps: 100_000 };
        const descended = elasticNet(gram, moments, l1, new Float64Array(size), options);
        const point = new Float64Array(size);
        minimise(functionOf(gram, moments), point, l1, { tolerance: 1e-9, maxIterations: 5000 });
        point.forEach((value, i) => expect(value).toBeCloseTo(descended[i], 5));
        const pull = multiply(gram, descended).map((value, i) => moments[i] - value);
        pull.forEach((value, i) => {
          if (descended[i] === 0) expect(Math.abs(value)).toBeLessThanOrEqual(penalty + 1e-7);
          else expect(value).toBeCloseTo(Math.sign(descended[i]) * penalty, 6);
        });
      }),
    );
  });
});

describe('solveSymmetric', () => {
  it('leaves out a column equal to another', () => {
    const x = Float64Array.from([8, 8, 2]);
    solveSymmetric(Float64Array.from([4, 4, 0, 4, 4, 0, 0, 0, 4]), x);
    expect(Array.from(x)).toEqual([2, 0, 0.5]);
  });
});
