import type { FitOutput, Paradigm } from '../../training/paradigm/paradigm.js';
import { defaultPoint, type Point } from '../../contracts/candidate/space.js';
import { createRandom } from '../../random/index.js';
import { fitInput, matrixOf } from './paradigm-suite.js';

export const CIRCLE_SHAPE = { task: 'multiclass', rows: 400, columns: 6, classes: 3 } as const;

/** Three classes around points on a circle in two of six columns, some values missing. */
export function circle(rows: number, seed: number): { rows: number[][]; y: number[] } {
  const random = createRandom(seed);
  const y = Array.from({ length: rows }, () => random.below(3));
  const row = (label: number) => [
    Math.cos(2.1 * label) + 0.6 * random.normal(),
    Math.sin(2.1 * label) + 0.6 * random.normal(),
    ...Array.from({ length: 4 }, () => random.normal()),
  ];
  return { y, rows: y.map((label) => row(label).map((value) => (random.chance(0.05) ? NaN : value))) };
}

/** A paradigm that fits at once, fitted to such points, and its log loss on others. @param changed of its defaults */
export function fittedToCircle(paradigm: Paradigm, changed: Point = {}): { output: FitOutput; loss: number } {
  const train = circle(400, 1);
  const test = circle(400, 2);
  const point = { ...defaultPoint(paradigm.describe(CIRCLE_SHAPE)!.hyperparameters), ...changed };
  const output = paradigm.fit(fitInput(matrixOf(train.rows), train.y, 3, point)) as FitOutput;
  const p = paradigm.predict(output.model, matrixOf(test.rows)) as Float64Array;
  return { output, loss: test.y.reduce((sum, label, r) => sum - Math.log(p[3 * r + label]), 0) / 400 };
}
