import type { Point, SearchSpace } from '../../../contracts/candidate/space.js';
import type { ProblemShape } from '../../../contracts/task.js';
import type { Metric } from '../../../learning/neighbours/points.js';

const MOST_NEIGHBOURS = 256;

export interface Settings {
  neighbours: number;
  weights: 'uniform' | 'distance';
  metric: Metric;
  /** Pseudo-count of the priors; 0 for regression. */
  smoothing: number;
}

export function spaceFor({ task, rows }: ProblemShape): SearchSpace {
  const most = Math.min(MOST_NEIGHBOURS, rows);
  return [
    {
      name: 'neighbours',
      type: 'integer',
      min: 1,
      max: most,
      scale: 'log',
      default: Math.min(most, task === 'regression' ? 25 : 15),
    },
    { name: 'weights', type: 'category', values: ['uniform', 'distance'], default: 'distance' },
    {
      name: 'metric',
      type: 'category',
      values: ['euclidean', 'manhattan'],
      default: task === 'regression' ? 'euclidean' : 'manhattan',
    },
    ...(task === 'regression'
      ? []
      : ([{ name: 'smoothing', type: 'real', min: 0.01, max: 10, scale: 'log', default: 0.3 }] satisfies SearchSpace)),
  ];
}

export function settingsOf(point: Point): Settings {
  return {
    neighbours: point.neighbours as number,
    weights: point.weights as Settings['weights'],
    metric: point.metric as Metric,
    smoothing: (point.smoothing as number | undefined) ?? 0,
  };
}
