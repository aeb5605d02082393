import { architectureAxis } from './architecture/index.js';
import type { Axis } from '../../optimizers/axis.js';
import { featuresAxis } from './features/index.js';
import { jointAxis } from './joint/index.js';
import { hyperparametersAxis } from './hyperparameters/index.js';
import { paradigmAxis } from './paradigm/index.js';
import { transformsAxis } from './transforms/index.js';

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
