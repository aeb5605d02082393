import type { Architecture } from '../../../contracts/architecture.js';
import { SCALED_TRANSFORMS } from '../../../contracts/transform.js';
import { numericBackend } from '../../../learning/tensorflow/backend.js';
import type { Paradigm } from '../paradigm.js';
import { costOf } from './cost.js';
import { fit, predict } from './model.js';
import { DEFAULT_ARCHITECTURE, spaceFor } from './settings.js';
import { defaultPoint } from '../../../contracts/space.js';
import { ID, VERSION } from './model.js';

/**
 * Feed-forward networks trained by AdamW on TensorFlow.js, with dropout, batch normalisation, skip connections and early
 * stopping; their predictions need no TensorFlow.
 */
export const neuralNetwork: Paradigm = {
  describe(shape) {
    const hyperparameters = spaceFor(shape);
    return {
      id: ID,
      version: VERSION,
      hyperparameters,
      architecture: {
        layers: { min: 1, max: 5 },
        units: { min: 8, max: 512 },
        activations: ['relu', 'gelu', 'swish', 'tanh', 'elu'],
        dropout: { min: 0, max: 0.6 },
        default: DEFAULT_ARCHITECTURE,
      },
      transforms: SCALED_TRANSFORMS,
      takesMissing: false,
      defaultWork: costOf(shape, defaultPoint(hyperparameters), DEFAULT_ARCHITECTURE).work,
    };
  },

  cost: (shape, hyperparameters, architecture: Architecture | null) =>
    costOf(shape, hyperparameters, architecture ?? DEFAULT_ARCHITECTURE),

  backend: async () => (await numericBackend()).name,

  fit,
  predict,
};
