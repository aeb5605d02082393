import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../random/index.js';
import { calibrateOutOfBag, plainCalibration, toProbabilities } from './probabilities.js';

const TREES = 100;

/** Rows of three classes whose votes are their true chances, drawn towards even odds (or away) by a power. */
function votes(rows: number, power: number) {
  const random = createRandom(8);
  const sums = new Float64Array(rows * 3);
  const y = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    const raw = [random.float() ** 4, random.float() ** 4, random.float() ** 4].map((p) => p + 0.01);
    const total = raw[0] + raw[1] + raw[2];
    const draw = random.float() * total;
    y[r] = draw < raw[0] ? 0 : draw < raw[0] + raw[1] ? 1 : 2;
    const bent = raw.map((p) => p ** power);
    bent.forEach((p, c) => (sums[3 * r + c] = (TREES * p) / (bent[0] + bent[1] + bent[2])));
  }
  return { bag: { sums, trees: new Int32Array(rows).fill(TREES) }, y };
}

describe('calibration out of bag', () => {
  it.each([0.5, 1, 2])('undoes a power of %s', (power) => {
    const { bag, y } = votes(4000, power);
    const fitted = calibrateOutOfBag(bag, y, null, plainCalibration(y, null, 3, TREES));
    expect(fitted.power * power).toBeGreaterThan(0.9);
    expect(fitted.power * power).toBeLessThan(1.15);
  });

  it('stays close to a power of 1 where there are few rows to say otherwise', () => {
    const y = Float64Array.from([0, 1]);
    const bag = { sums: Float64Array.from([60, 40, 40, 60]), trees: new Int32Array(2).fill(TREES) };
    expect(calibrateOutOfBag(bag, y, null, plainCalibration(y, null, 2, TREES)).power).toBeLessThan(2);
  });

  it('leaves the power at 1 where every tree saw every row', () => {
    const y = Float64Array.from([0, 1]);
    const bag = { sums: new Float64Array(4), trees: new Int32Array(2) };
    expect(calibrateOutOfBag(bag, y, null, plainCalibration(y, null, 2, TREES)).power).toBe(1);
  });

  it('gives every class some probability, also one that no row has', () => {
    const calibration = { ...plainCalibration(Float64Array.from([0, 0, 1]), null, 3, TREES), power: 8 };
    const sums = Float64Array.from([TREES, 0, 0, 0, TREES, 0]);
    toProbabilities(sums, TREES, calibration);
    expect(sums.every((p) => p > 0.01)).toBe(true);
    expect(sums[0] + sums[1] + sums[2]).toBeCloseTo(1, 12);
    expect(sums[1]).toBeGreaterThan(sums[2]);
  });
});
