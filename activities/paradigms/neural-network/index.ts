import type { Architecture } from '../../../contracts/candidate/architecture.js';
import { defaultPoint } from '../../../contracts/candidate/space.js';
import { SCALED_TRANSFORMS, type Transforms } from '../../../contracts/candidate/transform.js';
import { numericBackend } from '../../../learning/tensorflow/backend.js';
import type { Paradigm } from '../../../training/paradigm/paradigm.js';
import { checkModel } from './check-model.js';
import { costOf } from './cost.js';
import { fit, ID, predict, VERSION } from './model.js';
import { architecturesFor, DEFAULT_ARCHITECTURE, spaceFor } from './training/settings.js';

// Yeo-Johnson's power straightens skewed columns (log loss on spam a tenth less) and does little to the others.
const TRANSFORMS: Transforms = {
  ...SCALED_TRANSFORMS,
  numeric: { ...SCALED_TRANSFORMS.numeric, shape: 'yeo-johnson' },
};

/**
 * Feed-forward networks trained by AdamW on TensorFlow.js, with dropout, batch normalisation, skip connections and early
 * stopping; their predictions need no TensorFlow.
 */
export const neuralNetwork: Paradigm = {
  describe(shape) {
    const hyperparameters = spaceFor(shape);
    const architecture = architecturesFor(shape);
    return {
      id: ID,
      version: VERSION,
      hyperparameters,
      architecture,
      transforms: TRANSFORMS,
      takesMissing: false,
      defaultWork: costOf(shape, defaultPoint(hyperparameters), architecture.default).work,
    };
  },

  cost: (shape, hyperparameters, architecture: Architecture | null) =>
    costOf(shape, hyperparameters, architecture ?? DEFAULT_ARCHITECTURE),

  backend: async () => (await numericBackend()).name,

  fit,
  checkModel,
  predict,
};
