import type { Point, SearchSpace } from '../../../contracts/candidate/space.js';
import type { ProblemShape } from '../../../contracts/task.js';
import type { Penalty } from '../../../learning/linear/penalty.js';

const WEAKEST = 1e-6;
const STRONGEST = 10;

/**
 * `penalty` is relative to the mean loss of a row, so that it does not depend on the number of rows; its default, one
 * over the rows, is a standard normal prior of each coefficient.
 */
export function spaceFor({ task, rows }: ProblemShape): SearchSpace {
  const usual = Math.min(STRONGEST, Math.max(WEAKEST, 1 / rows));
  return [
    { name: 'penalty', type: 'real', min: WEAKEST, max: STRONGEST, scale: 'log', default: usual },
    { name: 'norm', type: 'category', values: ['l2', 'l1', 'elastic-net'], default: 'l2' },
    {
      name: 'l1Ratio',
      type: 'real',
      min: 0,
      max: 1,
      scale: 'linear',
      default: 0.5,
      when: { parameter: 'norm', in: ['elastic-net'] },
    },
    ...(task === 'regression' ? [] : ([{ name: 'balanced', type: 'flag', default: false }] satisfies SearchSpace)),
  ];
}

/** The penalty of a point of the space. */
export function penaltyOf({ penalty, norm, l1Ratio }: Point): Penalty {
  const share = norm === 'l2' ? 0 : norm === 'l1' ? 1 : (l1Ratio as number);
  return { l1: (penalty as number) * share, l2: (penalty as number) * (1 - share) };
}
