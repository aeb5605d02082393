import { describe } from '@jest/globals';
import { axisSuite } from '../../test/contract/axis-suite.js';
import { paradigmAxis } from './index.js';

describe('paradigm', () => axisSuite(paradigmAxis));
