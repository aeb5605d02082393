import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALWAYS_TRAINING, HOLDOUT, planEvaluation, rowsWhere, UNUSED } from './folds.js';
import type { Target } from './table.js';

const classesOf = (codes: number[], count: number): Target => ({
  name: 'y',
  codes: Int32Array.from(codes),
  classes: Array.from({ length: count }, (_, k) => `k${k}`),
});

describe('the evaluation plan', () => {
  it('puts every row in one place, and says how many are where', () => {
    const targets = fc.array(fc.nat(3), { minLength: 5, maxLength: 300 }).map((codes) => ({
      codes: codes.map((code) => [...new Set(codes)].sort().indexOf(code)),
      count: new Set(codes).size,
    }));
    fc.assert(
      fc.property(targets, fc.nat(), ({ codes, count }, seed) => {
        const { plan, assignment } = planEvaluation(classesOf(codes, count), 3, seed);
        const at = (place: number): number => rowsWhere(assignment, (p) => p === place).length;
        expect(at(HOLDOUT)).toBe(plan.holdoutRows);
        expect(at(UNUSED)).toBe(plan.unusedRows);
        const validated = rowsWhere(assignment, (p) => p >= 0 && p < ALWAYS_TRAINING);
        expect(validated.length).toBe(plan.validationRows);
        expect(plan.holdoutRows + plan.unusedRows + plan.searchRows).toBe(codes.length);
        const sizes = Array.from({ length: plan.folds }, (_, fold) => at(fold));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (const row of validated) {
          const others = rowsWhere(assignment, (p) => p !== HOLDOUT && p !== UNUSED && p !== assignment[row]);
          const own = codes.filter((code, r) => code === codes[row] && assignment[r] !== HOLDOUT).length;
          // A class of two rows can have both in one fold only where that fold is the only other one.
          if (own > plan.folds) expect(others.some((r) => codes[r] === codes[row])).toBe(true);
        }
      }),
    );
  });

  it('holds each class in every part by its share, and repeats with its seed', () => {
    const codes = Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const { plan, assignment } = planEvaluation(classesOf(codes, 2), 4, 11);
    expect(plan).toMatchObject({ method: 'k-fold', folds: 5, holdoutRows: 200, searchRows: 800, unusedRows: 0 });
    for (const place of [HOLDOUT, 0, 1, 2, 3, 4]) {
      const rows = rowsWhere(assignment, (p) => p === place);
      const share = rows.filter((row) => codes[row] === 1).length / rows.length;
      expect(share).toBeCloseTo(0.1, 2);
    }
    expect(planEvaluation(classesOf(codes, 2), 4, 11).assignment).toEqual(assignment);
    expect(planEvaluation(classesOf(codes, 2), 4, 12).assignment).not.toEqual(assignment);
  });

  it('always trains on the only row of a class', () => {
    const codes = [...Array.from({ length: 100 }, (_, i) => i % 2), 2];
    expect(planEvaluation(classesOf(codes, 3), 2, 0).assignment[100]).toBe(ALWAYS_TRAINING);
  });

  it('spreads a regression by value', () => {
    const values = Float64Array.from({ length: 500 }, (_, i) => i ** 2);
    const { assignment } = planEvaluation({ name: 'y', values }, 2, 3);
    const overall = values.reduce((a, b) => a + b) / 500;
    for (const place of [HOLDOUT, 0, 4]) {
      const rows = rowsWhere(assignment, (p) => p === place);
      expect(rows.reduce((sum, row) => sum + values[row], 0) / rows.length / overall).toBeCloseTo(1, 1);
    }
  });

  it('takes fewer folds of more rows, and leaves out what is too much', () => {
    const of = (rows: number, columns: number): ReturnType<typeof planEvaluation>['plan'] =>
      planEvaluation({ name: 'y', values: Float64Array.from({ length: rows }, (_, i) => i) }, columns, 1).plan;
    expect(of(5, 1)).toMatchObject({ folds: 2, holdoutRows: 0 });
    expect(of(40_000, 10)).toMatchObject({ method: 'k-fold', folds: 3 });
    expect(of(200_000, 10)).toMatchObject({ method: 'holdout', folds: 1, validationRows: 20_000 });
    expect(of(400_000, 10)).toMatchObject({ searchRows: 200_000, unusedRows: 120_000 });
  });
});
