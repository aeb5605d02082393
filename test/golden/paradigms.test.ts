import { describe, expect, it, jest } from '@jest/globals';
import type { ParadigmRegistry } from '../../training/paradigm/paradigm.js';
import type { Task } from '../../contracts/task.js';
import { isActive, pointError, type Point, type SearchSpace } from '../../contracts/candidate/space.js';
import { GoldenHashes } from './hashes.js';
import { POINTS } from './points.js';
import { CLASSES, matrixProblem, TASKS } from './problem.js';

// Native TensorFlow gives other bits on other processors; WebAssembly gives the same everywhere.
const absent = (): never => {
  throw new Error('not in this test');
};
jest.unstable_mockModule('@tensorflow/tfjs-node', absent, { virtual: true });
const { backendOf, registry } = await import('../../activities/paradigms/index.js');

const hashes = new GoldenHashes(new URL('./paradigms.json', import.meta.url));

/** The parameters of a point that a task's space has. */
function within(space: SearchSpace, given: Point): Point {
  const point: Point = {};
  for (const parameter of space) {
    if (parameter.name in given && isActive(parameter, point)) point[parameter.name] = given[parameter.name];
  }
  return point;
}

async function checkFits(id: keyof typeof POINTS, task: Task): Promise<void> {
  const paradigm = (registry as ParadigmRegistry)[id];
  const { train, others, y, weights, groups } = matrixProblem(task, false);
  const classes = CLASSES[task];
  const description = paradigm.describe({ task, rows: train.rows, columns: train.columns, classes });
  // One that does not apply to a task never did in this version.
  if (!description) return expect(hashes.namesOf(id).filter((name) => name.startsWith(task))).toEqual([]);
  const { version, takesMissing } = description;
  const x = takesMissing ? matrixProblem(task, true) : { train, others };
  for (const [i, given] of POINTS[id].hyperparameters.entries()) {
    const hyperparameters = within(description.hyperparameters, given);
    expect(pointError(description.hyperparameters, hyperparameters)).toBeNull();
    // The second fit has what trials seldom have: weights, copies, and a number of iterations that is given.
    const rare = i === 1 ? { weights, groups, effort: 7 } : { weights: null, groups: null, effort: null };
    const architecture = POINTS[id].architecture ?? null;
    const input = { x: x.train, y, task, classes, hyperparameters, architecture, seed: 3 + i, ...rare };
    const { model, importances, effort } = await paradigm.fit(input);
    hashes.check({
      subject: id,
      version,
      backend: await backendOf(id),
      name: `${task} ${i + 1}`,
      values: [await paradigm.predict(model, x.others), importances, [effort]],
      raise: `activities/paradigms/${id}/`,
    });
  }
}

describe.each(Object.keys(registry) as (keyof typeof POINTS)[])('%s', (id) => {
  it.each(TASKS)('gives the bits of its version on a %s problem', (task) => checkFits(id, task));
});
