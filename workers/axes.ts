import { architectureAxis } from '../activities/axes/architecture/index.js';
import type { Axis } from '../optimizers/axis.js';
import { featuresAxis } from '../activities/axes/features/index.js';
import { jointAxis } from '../activities/axes/joint/index.js';
import { hyperparametersAxis } from '../activities/axes/hyperparameters/index.js';
import { paradigmAxis } from '../activities/axes/paradigm/index.js';
import { transformsAxis } from '../activities/axes/transforms/index.js';

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
