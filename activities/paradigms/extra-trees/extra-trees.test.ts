import { describe, expect, it } from '@jest/globals';
import { defaultPoint } from '../../../contracts/candidate/space.js';
import { CIRCLE_SHAPE, fittedToCircle } from '../../../test/support/circle.js';
import { checkpointSuite } from '../../../test/support/checkpoint-suite.js';
import { paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { extraTrees } from './index.js';

describe('extra-trees', () => {
  it('has better probabilities than a guess, and better still when calibrated', () => {
    const calibrated = fittedToCircle(extraTrees).loss;
    expect(calibrated).toBeLessThan(0.75);
    expect(calibrated).toBeLessThan(fittedToCircle(extraTrees, { calibrate: false }).loss);
  });

  it('splits on the columns that tell the classes apart', () => {
    const { importances } = fittedToCircle(extraTrees).output;
    expect(importances[0] + importances[1]).toBeGreaterThan(0.45);
  });

  it('asks for smaller trees and fewer of them where there are many rows', () => {
    const large = { ...CIRCLE_SHAPE, rows: 1_000_000 };
    expect(defaultPoint(extraTrees.describe(large)!.hyperparameters)).toMatchObject({ trees: 100, minSamplesLeaf: 50 });
  });

  paradigmSuite(extraTrees, ['binary', 'multiclass', 'regression'], 25);
  checkpointSuite(extraTrees, ['binary', 'multiclass', 'regression'], { runs: 25, narrowed: { trees: 12 } });
});
