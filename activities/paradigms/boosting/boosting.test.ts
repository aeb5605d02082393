import { paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { boosting } from './index.js';

paradigmSuite(boosting, ['binary', 'multiclass', 'regression'], 40);
