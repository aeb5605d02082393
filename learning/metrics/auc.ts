import type { Judged } from './judged.js';

/**
 * Area under the ROC curve by ranks, ties counting half (Mann-Whitney).
 *
 * @param scores higher for rows that are predicted as positive
 * @returns 0.5 if one of the classes has no row
 */
export function areaUnderCurve(scores: Float64Array, positive: Uint8Array): number {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a] - scores[b]);
  let positives = 0;
  let rankSum = 0;
  for (let i = 0; i < order.length;) {
    let j = i;
    while (j < order.length && scores[order[j]] === scores[order[i]]) j++;
    const rank = (i + j + 1) / 2;
    for (let k = i; k < j; k++) {
      if (!positive[order[k]]) continue;
      positives++;
      rankSum += rank;
    }
    i = j;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** @param predictions row-major, rows × 2 */
export function binaryAuc(truth: Float64Array, predictions: Float64Array): number {
  return areaUnderCurve(
    Float64Array.from(truth, (_, r) => predictions[2 * r + 1]),
    Uint8Array.from(truth, (code) => (code === 1 ? 1 : 0)),
  );
}

/** Mean over all ordered pairs of classes with rows (Hand & Till 2001); 0.5 if there is no such pair. */
export function oneVsOneAuc({ truth, predictions, classes }: Judged): number {
  const rowsOf: number[][] = Array.from({ length: classes }, () => []);
  truth.forEach((code, row) => rowsOf[code].push(row));
  let sum = 0;
  let pairs = 0;
  for (let a = 0; a < classes; a++) {
    for (let b = a + 1; b < classes; b++) {
      if (rowsOf[a].length === 0 || rowsOf[b].length === 0) continue;
      sum += (pairAuc(rowsOf[a], rowsOf[b], a) + pairAuc(rowsOf[b], rowsOf[a], b)) / 2;
      pairs++;
    }
  }
  return pairs === 0 ? 0.5 : sum / pairs;

  function pairAuc(positives: number[], negatives: number[], column: number): number {
    const rows = [...positives, ...negatives];
    return areaUnderCurve(
      Float64Array.from(rows, (row) => predictions[row * classes + column]),
      Uint8Array.from(rows, (_, i) => (i < positives.length ? 1 : 0)),
    );
  }
}
