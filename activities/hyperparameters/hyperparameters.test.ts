import { describe } from '@jest/globals';
import { axisSuite } from '../../test/contract/axis-suite.js';
import { hyperparametersAxis } from './index.js';

describe('the axis of hyperparameters', () => {
  axisSuite(hyperparametersAxis, { maxState: 8 * 1024 });
});
