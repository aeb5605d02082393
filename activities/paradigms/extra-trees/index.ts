import { ensembleOf } from '../../../learning/forests/ensemble-space.js';
import { forestParadigm } from '../../../learning/forests/forest-paradigm.js';
import type { Paradigm } from '../../../training/paradigm/paradigm.js';

const KIND = ensembleOf({
  splits: 'random',
  bootstrap: false,
  minSamplesLeaf: { regression: 1, classes: 1 },
  rowShare: { min: 0.3, regression: 1, classes: 0.8 },
});

/**
 * Extremely randomised trees (Geurts, Ernst and Wehenkel 2006): the best among splits drawn at random, one for each of
 * the columns drawn at each node. Each tree is grown on most of the rows, so that class probabilities (means over
 * trees) can be calibrated on the others if `calibrate` is set; with a `rowShare` of 1 it is grown on all rows, as in
 * the paper.
 */
export const extraTrees: Paradigm = forestParadigm({
  id: 'extra-trees',
  version: 1,
  ...KIND,
});
