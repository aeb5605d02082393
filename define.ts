/**
 * What the files of a team's modules import: light, for every thread that trains or steps one loads it.
 *
 * @module coaxial/define
 */

export type { Axis } from './optimizers/axis.js';
export {
  defineAxis,
  type AxisDefinition,
  type DefinedAxis,
  type TypedAdvanceInput,
  type TypedAdvanceOutput,
} from './optimizers/define-axis.js';
export {
  defineParadigm,
  type DefinedParadigm,
  type Fitted,
  type ParadigmDefinition,
  type TypedFitInput,
  type TypedModel,
} from './training/paradigm/define-paradigm.js';
export type { FitInput, FitOutput, ModelArray, ModelData, Paradigm } from './training/paradigm/paradigm.js';
export { category, flag, integer, real, type PointOf, type TypedSpace } from './training/paradigm/parameters.js';
export { z } from 'zod';
export { candidateHash, defaultCandidate, type Candidate } from './contracts/candidate/candidate.js';
export { decodeColumns, encodeColumns } from './contracts/candidate/column-set.js';
export { isBetter } from './contracts/metric.js';
export { completed, type Trial } from './contracts/candidate/trial.js';
export { untriedDefaults, usefulColumns } from './optimizers/starting-candidates.js';
export { PLAIN_TRANSFORMS, SCALED_TRANSFORMS, type Transforms } from './contracts/candidate/transform.js';
export type { Task } from './contracts/task.js';
export { columnOf, rowsOf, type Matrix } from './learning/arrays/matrix.js';
export { randomPoint } from './optimizers/spaces/random-point.js';
export { perturbPoint } from './optimizers/spaces/perturb.js';
export { createRandom } from './random/index.js';
