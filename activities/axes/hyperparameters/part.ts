import { defaultPoint, pointError, type Point } from '../../../contracts/candidate/space.js';
import { latinHypercube } from '../../../optimizers/spaces/latin-hypercube.js';
import type { EvolvedPart } from '../../../optimizers/genetic/part-lineages.js';
import { pointGenetics } from '../../../optimizers/spaces/points.js';

/** Points of a paradigm's typed space. */
export const HYPERPARAMETERS: EvolvedPart<Point> = {
  name: 'hyperparameters',
  genomeOf: (paradigm, { hyperparameters }) =>
    pointError(paradigm.hyperparameters, hyperparameters) ? null : hyperparameters,
  genetics: (paradigm) => pointGenetics(paradigm.hyperparameters),
  beginning: ({ hyperparameters: space }, count, random) => ({
    first: defaultPoint(space),
    sample: latinHypercube(space, Math.ceil(count / 2), random),
  }),
};
