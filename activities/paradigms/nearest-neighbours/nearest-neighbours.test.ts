import { describe } from '@jest/globals';
import { paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { nearestNeighbours } from './index.js';

describe('nearest neighbours', () => {
  paradigmSuite(nearestNeighbours, ['binary', 'multiclass', 'regression']);
});
