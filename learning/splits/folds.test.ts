import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluationPlanSchema } from '../../contracts/module/evaluation.js';
import { createRandom } from '../../random/index.js';
import { ALWAYS_TRAINING, HOLDOUT, planEvaluation, redealFolds, rowsWhere, UNUSED } from './folds.js';
import type { Target } from '../arrays/table.js';

const classesOf = (codes: number[], count: number): Target => ({
  name: 'y',
  codes: Int32Array.from(codes),
  classes: Array.from({ length: count }, (_, k) => `k${k}`),
});

/** A plan of rows with random contents: the same for the same number of rows. */
function planOf(
  target: Target,
  { columns = 3, seed = 0, groups = null }: { columns?: number; seed?: number; groups?: Int32Array | null } = {},
): ReturnType<typeof planEvaluation> {
  const random = createRandom(77);
  const rows = 'codes' in target ? target.codes.length : target.values.length;
  const byGroup = new Map<number, number>();
  const hashes = Float64Array.from({ length: rows }, (_, row) => {
    const hash = Math.floor(random.float() * 2 ** 53);
    if (!groups) return hash;
    if (!byGroup.has(groups[row])) byGroup.set(groups[row], hash);
    return byGroup.get(groups[row])!;
  });
  return planEvaluation({ target, groups, hashes, columns, seed });
}

describe('the evaluation plan', () => {
  it('puts every row in one place, and says how many are where', () => {
    // Two rows of each class: what cannot be split is refused, see below.
    const targets = fc.array(fc.nat(3), { minLength: 5, maxLength: 300 }).map((given) => {
      const codes = [0, 0, 1, 1, ...given];
      const known = [...new Set(codes)].sort((a, b) => a - b);
      return { codes: codes.map((code) => known.indexOf(code)), count: known.length };
    });
    fc.assert(
      fc.property(targets, fc.nat(), ({ codes, count }, seed) => {
        const { plan, assignment } = planOf(classesOf(codes, count), { seed });
        expect(evaluationPlanSchema.safeParse(plan).success).toBe(true);
        const at = (place: number): number => rowsWhere(assignment, (p) => p === place).length;
        expect(at(HOLDOUT)).toBe(plan.holdoutRows);
        expect(at(UNUSED)).toBe(plan.unusedRows);
        const validated = rowsWhere(assignment, (p) => p >= 0 && p < ALWAYS_TRAINING);
        expect(validated.length).toBe(plan.validationRows);
        expect(plan.holdoutRows + plan.unusedRows + plan.searchRows).toBe(codes.length);
        const sizes = Array.from({ length: plan.folds }, (_, fold) => at(fold));
        expect(Math.min(...sizes)).toBeGreaterThan(0);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (const row of validated) {
          const others = rowsWhere(assignment, (p) => p !== HOLDOUT && p !== UNUSED && p !== assignment[row]);
          expect(others.some((r) => codes[r] === codes[row])).toBe(true);
        }
      }),
    );
  });

  it('holds each class in every fold by its share, deals by its seed, and keeps the holdout whatever the seed', () => {
    const codes = Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const { plan, assignment } = planOf(classesOf(codes, 2), { seed: 11 });
    expect(plan).toMatchObject({ method: 'k-fold', folds: 5, unusedRows: 0 });
    expect(Math.abs(plan.holdoutRows - 200)).toBeLessThan(40);
    for (const place of [0, 1, 2, 3, 4]) {
      const rows = rowsWhere(assignment, (p) => p === place);
      const share = rows.filter((row) => codes[row] === 1).length / rows.length;
      expect(share).toBeCloseTo(0.1, 1);
    }
    expect(planOf(classesOf(codes, 2), { seed: 11 }).assignment).toEqual(assignment);
    const other = planOf(classesOf(codes, 2), { seed: 12 }).assignment;
    expect(other).not.toEqual(assignment);
    expect(other.map((place) => Number(place === HOLDOUT))).toEqual(
      assignment.map((place) => Number(place === HOLDOUT)),
    );
  });

  it('always trains on the only row of a class, and keeps two of each in the part of the search', () => {
    const codes = [...Array.from({ length: 300 }, (_, i) => i % 2), 2, 3, 3, 4, 4, 4];
    const { assignment } = planOf(classesOf(codes, 5));
    expect(assignment[300]).toBe(ALWAYS_TRAINING);
    for (const code of [3, 4]) {
      const kept = rowsWhere(assignment, (p) => p !== HOLDOUT).filter((row) => codes[row] === code);
      expect(kept.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('keeps copies on one side of the holdout and of every fold, split again too', () => {
    const groups = Int32Array.from({ length: 600 }, (_, i) => i % 60);
    const target = classesOf(
      Array.from(groups, (group) => group % 2),
      2,
    );
    const { plan, assignment } = planOf(target, { groups });
    expect(plan.holdoutRows).toBeGreaterThan(0);
    const again = redealFolds({ target, groups }, assignment, plan, 9);
    expect(again).not.toEqual(assignment);
    for (const dealt of [assignment, again]) {
      dealt.forEach((place, row) => expect(place).toBe(dealt[row % 60]));
      expect(new Set(dealt.filter((place) => place !== HOLDOUT))).toEqual(new Set([0, 1, 2, 3, 4]));
    }
  });

  it('has no holdout of fewer than 25 different rows, and no group of a tenth of the rows in it', () => {
    const values = Float64Array.from({ length: 240 }, (_, i) => i);
    const few = Int32Array.from(values, (i) => i % 24);
    expect(planOf({ name: 'y', values }, { groups: few }).plan.holdoutRows).toBe(0);
    const large = Int32Array.from(values, (i) => (i < 160 ? 0 : i));
    for (let seed = 0; seed < 5; seed++)
      expect(planOf({ name: 'y', values }, { groups: large, seed }).assignment[0]).not.toBe(HOLDOUT);
  });

  it.each([
    [
      '19 classes of one row in 25',
      [...Array.from({ length: 19 }, (_, i) => i), 19, 19, 19, 20, 20, 20],
      null,
      /19 of 25 rows/,
    ],
    [
      'one class of more than one row',
      [0, 0, 0, 0, 0, 0, 0, 1, 2],
      null,
      /2 of 9 rows are the only ones of their class/,
    ],
    [
      'copies of one row',
      [0, 1, 0, 1, 0, 1],
      Int32Array.of(0, 0, 0, 0, 0, 0),
      /6 of 6 rows are the only ones of their class of y \(k0, k1, copies counted once\)/,
    ],
  ])('is refused for %s', (_, codes, groups, message) => {
    const target = classesOf(codes, new Set(codes).size);
    expect(() => planOf(target, { groups })).toThrow(message);
  });

  it('spreads a regression by value', () => {
    const values = Float64Array.from({ length: 500 }, (_, i) => i ** 2);
    const { assignment } = planOf({ name: 'y', values }, { seed: 3 });
    const searched = rowsWhere(assignment, (p) => p !== HOLDOUT);
    const meanOf = (rows: Int32Array): number => rows.reduce((sum, row) => sum + values[row], 0) / rows.length;
    for (const place of [0, 4]) {
      expect(meanOf(rowsWhere(assignment, (p) => p === place)) / meanOf(searched)).toBeCloseTo(1, 1);
    }
  });

  it('takes fewer folds of more rows, and leaves out what is too much', () => {
    const of = (rows: number, columns: number): ReturnType<typeof planEvaluation>['plan'] =>
      planOf({ name: 'y', values: Float64Array.from({ length: rows }, (_, i) => i) }, { columns }).plan;
    expect(of(5, 1)).toMatchObject({ folds: 2, holdoutRows: 0 });
    expect(of(40_000, 10)).toMatchObject({ method: 'k-fold', folds: 3 });
    const held = of(200_000, 10);
    expect(held).toMatchObject({ method: 'holdout', folds: 1 });
    expect(Math.abs(held.validationRows - 18_000)).toBeLessThan(2000);
    const large = of(400_000, 10);
    expect(large.searchRows).toBe(200_000);
    expect(large.unusedRows + large.holdoutRows).toBe(200_000);
  });
});
