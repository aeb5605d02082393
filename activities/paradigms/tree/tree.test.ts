import { describe } from '@jest/globals';
import { paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { tree } from './index.js';

describe('tree', () => {
  paradigmSuite(tree, ['binary', 'multiclass', 'regression'], 25);
});
