import { describe } from '@jest/globals';
import { axisSuite } from '../../test/contract/axis-suite.js';
import { architectureAxis } from './index.js';

describe('the axis of architectures', () => {
  axisSuite(architectureAxis, { maxState: 8 * 1024 });
});
