/** Least probability given to a class, so that a log loss stays finite. */
const LEAST = 1e-15;

/**
 * Scores as predictions, row-major: probabilities of the classes, or the values themselves for regression.
 *
 * @param scores one a row for two classes (log odds of the second) and for regression, else one a class
 */
export function toPredictions(scores: Float64Array, { classes }: { classes: number }): Float64Array {
  if (classes === 0) return scores;
  return classes === 2 ? logistic(scores) : softmax(scores, classes);
}

function logistic(scores: Float64Array): Float64Array {
  const out = new Float64Array(2 * scores.length);
  for (let r = 0; r < scores.length; r++) {
    const p = Math.min(1 - LEAST, Math.max(LEAST, 1 / (1 + Math.exp(-scores[r]))));
    out[2 * r] = 1 - p;
    out[2 * r + 1] = p;
  }
  return out;
}

function softmax(scores: Float64Array, classes: number): Float64Array {
  const out = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += classes) {
    const highest = scores.subarray(start, start + classes).reduce((a, b) => Math.max(a, b), -Infinity);
    let total = 0;
    for (let k = start; k < start + classes; k++) total += out[k] = Math.exp(scores[k] - highest) + LEAST;
    for (let k = start; k < start + classes; k++) out[k] /= total;
  }
  return out;
}
