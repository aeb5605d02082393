import { describe } from '@jest/globals';
import { paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { linear } from './index.js';

describe('linear', () => {
  paradigmSuite(linear, ['binary', 'multiclass', 'regression']);
});
