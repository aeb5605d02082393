import { architectureAxis } from './architecture/index.js';
import type { Axis } from '../../optimizers/axis.js';
import { featuresAxis } from './features/index.js';
import { jointAxis } from './joint/index.js';
import { hyperparametersAxis } from './hyperparameters/index.js';
import { paradigmAxis } from './paradigm/index.js';
import { transformsAxis } from './transforms/index.js';
import type { BUILT_IN_AXES } from '../../contracts/module/axis-name.js';

const byName: Record<(typeof BUILT_IN_AXES)[number], Axis> = {
  paradigm: paradigmAxis,
  features: featuresAxis,
  transforms: transformsAxis,
  architecture: architectureAxis,
  hyperparameters: hyperparametersAxis,
  joint: jointAxis,
};

/** The axes that this release brings. */
export const axes: readonly Axis[] = Object.values(byName);

/** For the threads that run their steps. */
export default axes;
