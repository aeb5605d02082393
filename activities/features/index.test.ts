import { describe } from '@jest/globals';
import { axisSuite } from '../../test/contract/axis-suite.js';
import { featuresAxis } from './index.js';

describe('features', () => axisSuite(featuresAxis));
