import type { NodeBuffer } from './nodes.js';

/**
 * Minimal cost-complexity pruning (Breiman et al., Classification and Regression Trees, 1984, chapter 3): turns each
 * node into a leaf if its subtree decreases the impurity by no more than `alpha` for each added leaf.
 *
 * @param alpha as a share of the root's impurity, so that it means the same for any target and criterion
 * @param rootImpurity the root's impurity times its weight
 */
export function prune(nodes: NodeBuffer, alpha: number, rootImpurity: number): void {
  const { count, feature, right, gain } = nodes;
  const leaves = new Float64Array(count);
  const taken = new Float64Array(count);
  // Children follow their parents, so a backward pass handles each subtree before its root.
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
  removePruned(nodes);
}

/** Moves the nodes that the root still leads to to the front, in preorder as before. */
function removePruned(nodes: NodeBuffer): void {
  const { feature, right } = nodes;
  let to = 0;
  // Pending right children, with the new number of their parent.
  const stack = [0, -1];
  while (stack.length > 0) {
    const parent = stack.pop()!;
    const node = stack.pop()!;
    if (parent >= 0) right[parent] = to;
    // The old number of the right child, read before it is overwritten.
    const rightChild = right[node];
    nodes.move(node, to);
    if (feature[to] >= 0) stack.push(rightChild, to, node + 1, -1);
    to++;
  }
  nodes.count = to;
}
