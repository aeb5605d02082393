import { describe } from '@jest/globals';
import { paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { randomForest } from './index.js';

describe('random-forest', () => {
  paradigmSuite(randomForest, ['binary', 'multiclass', 'regression'], 25);
});
