import { architectureAxis } from '../activities/architecture/index.js';
import type { Axis } from '../activities/axis/axis.js';
import { featuresAxis } from '../activities/features/index.js';
import { jointAxis } from '../activities/joint/index.js';
import { hyperparametersAxis } from '../activities/hyperparameters/index.js';
import { paradigmAxis } from '../activities/paradigm/index.js';
import { transformsAxis } from '../activities/transforms/index.js';

/** The axes that this release brings. */
export const axes: readonly Axis[] = [
  paradigmAxis,
  featuresAxis,
  transformsAxis,
  architectureAxis,
  hyperparametersAxis,
  jointAxis,
];

/** For the threads that run their steps. */
export default axes;
