import type { TreeNodes } from './nodes.js';

/**
 * Minimal cost-complexity pruning (Breiman et al., Classification and Regression Trees, 1984, chapter 3): turns each
 * node into a leaf whose subtree takes away no more impurity than `alpha` for each leaf that it adds.
 *
 * @param alpha as a share of the root's impurity, so that it means the same for any target and criterion
 * @param rootImpurity the root's impurity times its weight
 */
export function prune(nodes: TreeNodes, alpha: number, rootImpurity: number): void {
  const { count, feature, right, gain } = nodes;
  const leaves = new Float64Array(count);
  const taken = new Float64Array(count);
  // Children follow their parents, so that from the back each subtree is settled before its root.
  for (let node = count - 1; node >= 0; node--) {
    leaves[node] = 1;
    if (feature[node] < 0) continue;
    const below = leaves[node + 1] + leaves[right[node]];
    const sum = gain[node] + taken[node + 1] + taken[right[node]];
    if (sum <= alpha * rootImpurity * (below - 1)) {
      feature[node] = -1;
      gain[node] = 0;
      continue;
    }
    leaves[node] = below;
    taken[node] = sum;
  }
}
