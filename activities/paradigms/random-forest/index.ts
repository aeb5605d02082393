import { ensembleOf } from '../../../learning/forests/ensemble-space.js';
import { forestParadigm } from '../../../learning/forests/forest-paradigm.js';
import type { Paradigm } from '../../../training/paradigm/paradigm.js';

const KIND = ensembleOf({
  splits: 'best',
  bootstrap: true,
  minSamplesLeaf: { regression: 3, classes: 1 },
  rowShare: { min: 0.2, regression: 1, classes: 1 },
});

/**
 * Random forest (Breiman 2001) on histograms of 8-bit bins: trees on rows drawn with replacement, the best split among
 * columns drawn at each node. Class probabilities are means over trees, calibrated out of bag where `calibrate` is set.
 */
export const randomForest: Paradigm = forestParadigm({
  id: 'random-forest',
  version: 1,
  ...KIND,
});
