import { describe } from '@jest/globals';
import { paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { extraTrees } from './index.js';

describe('extra-trees', () => {
  paradigmSuite(extraTrees, ['binary', 'multiclass', 'regression'], 25);
});
