import { logisticRegression } from '../../../learning/linear/logistic.js';
import type { LinearFunctions } from '../../../learning/linear/functions.js';
import type { Penalty } from '../../../learning/linear/penalty.js';
import type { FitInput } from '../../../training/paradigm/paradigm.js';

/** How the outputs of the functions are read as probabilities. */
export interface ClassesMeta {
  classes: number;
  /** The classes with rows, ascending: the outputs are for these. */
  present: number[];
  /** The probability of each class without rows. */
  absentShare: number;
}

/** Logistic regression over the classes that have rows of positive weight. */
export function fitClasses(
  { x, y, classes, hyperparameters, onProgress }: FitInput,
  weights: Float64Array,
  penalty: Penalty,
): { functions: LinearFunctions; meta: ClassesMeta } {
  const share = new Float64Array(classes);
  for (let r = 0; r < y.length; r++) share[y[r]] += weights[r];
  const present = Array.from(share.keys()).filter((c) => share[c] > 0);
  // Rule of succession: a class without rows has a probability above 0.
  const meta = { classes, present, absentShare: 1 / (y.length + classes) };
  if (present.length === 1) {
    const functions = {
      centre: new Float64Array(x.columns),
      coefficients: new Float64Array(0),
      intercepts: new Float64Array(0),
    };
    return { functions, meta };
  }
  // Rows of absent classes have weight 0, so any code is fine.
  const codes = y.map((code) => Math.max(0, present.indexOf(code)));
  const balanced = hyperparameters.balanced === true;
  const used = balanced ? weights.map((w, r) => (w > 0 ? w / (share[y[r]] * present.length) : 0)) : weights;
  return { functions: logisticRegression(x, codes, used, present.length, penalty, onProgress), meta };
}

/**
 * Row-major, rows × classes: the softmax of the outputs, where one output is the log odds of the second class against
 * the first.
 */
export function toProbabilities(
  values: Float64Array,
  rows: number,
  { classes, present, absentShare }: ClassesMeta,
): Float64Array {
  const out = new Float64Array(rows * classes).fill(absentShare);
  const outputs = values.length / rows;
  const whole = 1 - absentShare * (classes - present.length);
  const scores = new Float64Array(present.length);
  for (let r = 0; r < rows; r++) {
    scores.set(values.subarray(r * outputs, (r + 1) * outputs), present.length - outputs);
    const top = scores.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    for (let i = 0; i < scores.length; i++) sum += Math.exp(scores[i] - top);
    for (let i = 0; i < scores.length; i++) {
      out[r * classes + present[i]] = (whole * Math.exp(scores[i] - top)) / sum;
    }
  }
  return out;
}
