import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { FitInput, Paradigm } from '../../training/paradigm/paradigm.js';
import type { Architecture } from '../../contracts/candidate/architecture.js';
import type { Point } from '../../contracts/candidate/space.js';
import type { Task } from '../../contracts/task.js';
import { expectToBeginAnew, expectToGoOn, type Interruptions } from './interrupted.js';
import { circle } from './circle.js';
import { fitInput, matrixOf, points, problems } from './paradigm-suite.js';

export interface CheckpointSuite {
  /** Problems tried for each task. */
  runs: number;
  /** What each point is given, that fits be short. */
  narrowed?: Point;
  architectures?: fc.Arbitrary<Architecture>;
}

export const interruptions: fc.Arbitrary<Interruptions> = fc.record({
  deaths: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
  due: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
  keeps: fc.boolean(),
});

/** What every paradigm owes that leaves checkpoints: a fit that goes on from one ends like one that never stopped. */
export function checkpointSuite(paradigm: Paradigm, tasks: readonly Task[], suite: CheckpointSuite): void {
  const { runs, narrowed = {}, architectures = fc.constant(null) } = suite;
  describe.each(tasks)('interrupted on %s problems', (task) => {
    const classes = task === 'regression' ? 0 : task === 'binary' ? 2 : 4;
    const { hyperparameters, takesMissing } = paradigm.describe({ task, rows: 25, columns: 4, classes })!;

    it('goes on as if nothing had happened', async () => {
      const cases = fc.record({
        problem: problems(classes, takesMissing),
        point: points(hyperparameters),
        architecture: architectures,
        weighted: fc.boolean(),
        effort: fc.option(fc.integer({ min: 1, max: 12 })),
        interrupted: interruptions,
      });
      await fc.assert(
        fc.asyncProperty(cases, ({ problem, point, architecture, weighted, effort, interrupted }) => {
          const input: FitInput = {
            ...fitInput(matrixOf(problem.rows), problem.y, classes, { ...point, ...narrowed }),
            architecture,
            weights: weighted ? Float64Array.from(problem.y, (_, r) => (r % 3) + (r === 0 ? 1 : 0)) : null,
            effort,
          };
          return expectToGoOn(paradigm, input, interrupted);
        }),
        { numRuns: runs, seed: 11 },
      );
    });
  });

  it('starts again from what is not a checkpoint of the fit', async () => {
    const { rows, y } = circle(60, 5);
    const { hyperparameters } = paradigm.describe({ task: 'multiclass', rows: 60, columns: 6, classes: 3 })!;
    const point = Object.fromEntries(hyperparameters.map(({ name, default: value }) => [name, value]));
    const complete = rows.map((row) => row.map((value) => (Number.isNaN(value) ? 0 : value)));
    const [architecture] = fc.sample(architectures, { numRuns: 1, seed: 1 });
    const input = fitInput(matrixOf(complete), y, 3, { ...point, ...narrowed });
    await expectToBeginAnew(paradigm, { ...input, architecture });
  });
}
