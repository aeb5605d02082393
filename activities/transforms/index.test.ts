import { describe } from '@jest/globals';
import { axisSuite } from '../../test/contract/axis-suite.js';
import { transformsAxis } from './index.js';

describe('transforms', () => axisSuite(transformsAxis));
