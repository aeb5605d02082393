import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FitInput, FitOutput, Paradigm } from '../../training/paradigm/paradigm.js';
import { paradigmDescriptionSchema } from '../../contracts/candidate/paradigm.js';
import { defaultPoint, pointError, type Point, type SearchSpace } from '../../contracts/candidate/space.js';
import type { Task } from '../../contracts/task.js';
import { matrixOf } from '../../kit/paradigm/matrix.js';
import type { Matrix } from '../../learning/arrays/matrix.js';

export { matrixOf };

/** What `fit` takes, for a small problem; `classes` 0 means regression. */
export function fitInput(x: Matrix, y: readonly number[], classes: number, hyperparameters: Point): FitInput {
  return {
    x,
    y: Float64Array.from(y),
    weights: null,
    groups: null,
    task: taskOf(classes),
    classes,
    hyperparameters,
    architecture: null,
    seed: 1,
    effort: null,
  };
}

const taskOf = (classes: number): Task => (classes === 0 ? 'regression' : classes === 2 ? 'binary' : 'multiclass');

/** Points anywhere within a space, its conditions kept. */
export function points(space: SearchSpace): fc.Arbitrary<Point> {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.array(share, { minLength: space.length, maxLength: space.length }).map((shares) => {
    const point: Point = {};
    space.forEach((parameter, i) => {
      if (parameter.when && !parameter.when.in.includes(point[parameter.when.parameter])) return;
      point[parameter.name] = valueAt(parameter, shares[i]);
    });
    return point;
  });
}

function valueAt(parameter: SearchSpace[number], share: number): string | number | boolean {
  if (parameter.type === 'flag') return share < 0.5;
  if (parameter.type === 'category')
    return parameter.values[Math.min(parameter.values.length - 1, Math.floor(share * parameter.values.length))];
  const { min, max } = parameter;
  const value = parameter.scale === 'log' ? min * (max / min) ** share : min + (max - min) * share;
  return Math.min(max, Math.max(min, parameter.type === 'integer' ? Math.round(value) : value));
}

/** Small problems of every kind, degenerate ones among them: one row, one class present, constant and equal columns. */
export function problems(classes: number, takesMissing: boolean): fc.Arbitrary<{ rows: number[][]; y: number[] }> {
  const missing = takesMissing ? [fc.constant(NaN)] : [];
  const wide = fc.oneof(fc.constantFrom(-1e9, -1, 0, 1, 1e9), ...missing);
  const value = fc.oneof(wide, fc.double({ min: -3, max: 3, noNaN: true }), ...missing);
  const target = classes === 0 ? fc.double({ min: -1e6, max: 1e6, noNaN: true }) : fc.nat({ max: classes - 1 });
  return fc.integer({ min: 1, max: 4 }).chain((columns) =>
    fc
      .array(fc.tuple(fc.array(value, { minLength: columns, maxLength: columns }), target), {
        minLength: 1,
        maxLength: 25,
      })
      .map((pairs) => ({ rows: pairs.map(([row]) => row), y: pairs.map(([, label]) => label) })),
  );
}

/**
 * What every paradigm owes, whatever it learns: a valid description; on any small problem at any point of its space,
 * finite predictions (probabilities of sum 1) that the same seed repeats and that survive a copy of the model, and
 * importances ≥ 0 of sum 1 or 0.
 *
 * @param runs problems tried for each task
 */
export function paradigmSuite(paradigm: Paradigm, tasks: readonly Task[], runs = 60): void {
  describe.each(tasks)('on %s problems', (task) => {
    const classes = task === 'regression' ? 0 : task === 'binary' ? 2 : 4;
    const described = paradigm.describe({ task, rows: 25, columns: 4, classes });

    it('describes itself, with defaults inside its space', () => {
      const description = paradigmDescriptionSchema.parse(described);
      expect(pointError(description.hyperparameters, defaultPoint(description.hyperparameters))).toBeNull();
    });

    it('prices a fit', () => {
      const point = defaultPoint(described!.hyperparameters);
      const price = (rows: number) =>
        paradigm.cost({ task, rows, columns: 10, classes }, point, described!.architecture?.default ?? null);
      expect(price(1000).work).toBeGreaterThan(0);
      expect(price(1000).bytes).toBeGreaterThan(0);
      expect(price(100_000).work).toBeGreaterThan(price(1000).work);
    });

    it('is finite, repeatable and portable on any small problem', async () => {
      const cases = fc.record({
        problem: problems(classes, described!.takesMissing),
        point: points(described!.hyperparameters),
        weighted: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(cases, async ({ problem, point, weighted }) => {
          const x = matrixOf(problem.rows);
          const input: FitInput = {
            ...fitInput(x, problem.y, classes, point),
            architecture: described!.architecture?.default ?? null,
            weights: weighted ? Float64Array.from(problem.y, (_, r) => (r % 3) + (r === 0 ? 1 : 0)) : null,
          };
          const output = await paradigm.fit(input);
          const predicted = await paradigm.predict(output.model, x);
          expectPredictions(predicted, x.rows, classes);
          expectImportances(output.importances, x.columns);
          const copy = structuredClone(output.model);
          expect(Array.from(await paradigm.predict(copy, x))).toEqual(Array.from(predicted));
          const again: FitOutput = await paradigm.fit(input);
          expect(Array.from(await paradigm.predict(again.model, x))).toEqual(Array.from(predicted));
        }),
        { numRuns: runs, seed: 7 },
      );
    });
  });
}

function expectPredictions(predicted: Float64Array, rows: number, classes: number): void {
  const width = Math.max(1, classes);
  expect(predicted).toHaveLength(rows * width);
  expect(predicted.every(Number.isFinite)).toBe(true);
  if (classes === 0) return;
  for (let r = 0; r < rows; r++) {
    const row = predicted.subarray(r * width, (r + 1) * width);
    expect(row.every((p) => p >= 0)).toBe(true);
    expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  }
}

function expectImportances(importances: Float64Array, columns: number): void {
  expect(importances).toHaveLength(columns);
  expect(importances.every((value) => value >= 0)).toBe(true);
  const total = importances.reduce((a, b) => a + b, 0);
  if (total !== 0) expect(total).toBeCloseTo(1, 9);
}
