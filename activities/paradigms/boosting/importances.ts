import type { Features } from '../../../learning/boosting/features.js';
import type { BinnedTree } from '../../../learning/boosting/tree.js';

/** Each column's share of the gain of all splits; all 0 where there were none. */
export function importancesOf(trees: readonly BinnedTree[], features: Features, columns: number): Float64Array {
  const importances = new Float64Array(columns);
  let total = 0;
  for (const tree of trees) {
    for (let node = 0; node < tree.feature.length; node++) {
      importances[features.columns[tree.feature[node]]] += tree.gain[node];
      total += tree.gain[node];
    }
  }
  return total > 0 ? importances.map((gain) => gain / total) : importances;
}
