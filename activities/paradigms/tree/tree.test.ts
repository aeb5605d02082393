import { describe, expect, it } from '@jest/globals';
import { fittedToCircle } from '../../../test/support/circle.js';
import { paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { tree } from './index.js';

describe('tree', () => {
  it('loses less with smoothing and pruning than without', () => {
    const rough = fittedToCircle(tree, { smoothing: 0.1, pruning: 1e-6, minSamplesLeaf: 1, maxDepth: 32 }).loss;
    expect(fittedToCircle(tree).loss).toBeLessThan(0.6 * rough);
  });

  it('splits on the columns that tell the classes apart', () => {
    const { importances } = fittedToCircle(tree).output;
    expect(importances[0] + importances[1]).toBeGreaterThan(0.7);
  });

  paradigmSuite(tree, ['binary', 'multiclass', 'regression'], 25);
});
