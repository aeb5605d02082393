import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { metricsFor, type Metric } from '../../contracts/metric.js';
import { score } from './index.js';
import type { Judged } from './judged.js';

interface Case {
  classes: number;
  positive?: number;
  truth: number[];
  predictions: number[];
  expected: Partial<Record<Metric, number>>;
}
const cases = JSON.parse(
  readFileSync(new URL('../../test/fixtures/metrics-scikit-learn.json', import.meta.url), 'utf8'),
) as Case[];
const taskOf = (classes: number): Judged['task'] =>
  classes === 0 ? 'regression' : classes === 2 ? 'binary' : 'multiclass';

describe('metrics', () => {
  it.each(cases)(
    'are those of scikit-learn with $classes classes',
    ({ classes, positive, truth, predictions, expected }) => {
      const judged = {
        task: taskOf(classes),
        truth: Float64Array.from(truth),
        predictions: Float64Array.from(predictions),
        classes,
        positive,
      };
      expect(new Set(Object.keys(expected))).toEqual(new Set(metricsFor(judged.task)));
      const found = Object.keys(expected).map((metric) => [metric, score(metric as Metric, judged)]);
      for (const [metric, value] of found) expect(value).toBeCloseTo(expected[metric as Metric]!, 9);
    },
  );

  it('stay finite where a fold lacks a class or varies in nothing', () => {
    const one = {
      task: 'binary',
      truth: Float64Array.of(1, 1),
      predictions: Float64Array.of(1, 0, 0.5, 0.5),
      classes: 2,
    } as const;
    expect(score('roc-auc', one)).toBe(0.5);
    expect(score('mcc', one)).toBe(0);
    expect(score('log-loss', one)).toBeCloseTo((-Math.log(1e-15) + Math.log(2)) / 2);
    const flat = {
      task: 'regression',
      truth: Float64Array.of(2, 2),
      predictions: Float64Array.of(2, 3),
      classes: 0,
    } as const;
    expect(score('r2', flat)).toBe(0);
  });
});
