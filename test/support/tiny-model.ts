import type { ModelDescription } from '../../training/model/model-file.js';
import type { ModelData } from '../../training/paradigm/paradigm.js';
import { TRANSFORMS_VERSION } from '../../contracts/candidate/transform.js';

/** A model of y = 2 x. */
export const TINY_MODEL: { description: ModelDescription; data: ModelData } = {
  description: {
    coaxial: '0.0.0-test',
    searchId: 'a-search',
    target: 'y',
    task: 'regression',
    classes: [],
    columns: [
      {
        name: 'x',
        reading: { type: 'numeric', decimal: 'point', unit: null, binary: false, twoWays: false, missing: [] },
      },
    ],
    transforms: {
      version: TRANSFORMS_VERSION,
      columns: [
        {
          kind: 'numeric',
          name: 'x',
          unit: 1,
          fill: 0,
          indicator: false,
          shape: { kind: 'none' },
          scale: { kind: 'none' },
        },
      ],
    },
    targetUnit: 1,
    prior: null,
    paradigm: 'linear',
    hyperparameters: {},
    architecture: null,
    quality: { metric: 'rmse', cvScore: 0, holdoutScore: null },
    trainedRows: 2,
  },
  data: {
    paradigm: 'linear',
    version: 1,
    meta: null,
    arrays: { centre: Float64Array.of(0), coefficients: Float64Array.of(2), intercepts: Float64Array.of(0) },
  },
};
