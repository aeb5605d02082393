import type { TreeNodes } from './nodes.js';

/**
 * The prediction of each node: the class shares or mean of its rows, shrunk towards its parent's value with the weight
 * of `m` rows (the m-branch estimate of Ferri, Flach and Hernández-Orallo, Improving the AUC of Probabilistic
 * Estimation Trees, 2003); the root's is shrunk towards `prior`. With m = 0, the plain shares or mean.
 *
 * @param values receives count × width numbers
 */
export function nodeValues(nodes: TreeNodes, m: number, prior: Float64Array, values: Float64Array): void {
  const { count, width, feature, right, weight, stats } = nodes;
  for (let k = 0; k < width; k++) values[k] = (stats[k] + m * prior[k]) / (weight[0] + m);
  for (let node = 0; node < count; node++) {
    if (feature[node] < 0) continue;
    for (let child = node + 1, turn = 0; turn < 2; child = right[node], turn++) {
      const from = node * width;
      const to = child * width;
      const share = 1 / (weight[child] + m);
      for (let k = 0; k < width; k++) values[to + k] = (stats[to + k] + m * values[from + k]) * share;
    }
  }
}
