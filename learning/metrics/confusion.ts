import type { Judged } from './judged.js';

/** Row-major counts, classes × classes: of true class (row) and predicted class (column). */
export interface Confusion {
  readonly classes: number;
  readonly counts: Float64Array;
}

/** The code of each row's most probable class, the first of equals. */
export function mostProbable(predictions: Float64Array, classes: number): Int32Array {
  const codes = new Int32Array(predictions.length / classes);
  for (let r = 0; r < codes.length; r++) {
    for (let k = 1; k < classes; k++) {
      if (predictions[r * classes + k] > predictions[r * classes + codes[r]]) codes[r] = k;
    }
  }
  return codes;
}

export function confusionOf({
  truth,
  predictions,
  classes,
}: Pick<Judged, 'truth' | 'predictions' | 'classes'>): Confusion {
  const counts = new Float64Array(classes * classes);
  mostProbable(predictions, classes).forEach((code, r) => counts[truth[r] * classes + code]++);
  return { classes, counts };
}

interface ClassCounts {
  hits: number;
  actual: number;
  predicted: number;
}

function countsOf({ classes, counts }: Confusion): ClassCounts[] {
  return Array.from({ length: classes }, (_, k) => {
    let actual = 0;
    let predicted = 0;
    for (let other = 0; other < classes; other++) {
      actual += counts[k * classes + other];
      predicted += counts[other * classes + k];
    }
    return { hits: counts[k * classes + k], actual, predicted };
  });
}

export function accuracy(confusion: Confusion): number {
  const each = countsOf(confusion);
  return sum(each, ({ hits }) => hits) / sum(each, ({ actual }) => actual);
}

/** Mean recall of the classes that have rows. */
export function balancedAccuracy(confusion: Confusion): number {
  const present = countsOf(confusion).filter(({ actual }) => actual > 0);
  return sum(present, ({ hits, actual }) => hits / actual) / present.length;
}

/** F1 of one class, or the mean over classes that have rows or predictions; 0 where a class is never hit. */
export function f1(confusion: Confusion, positive: number | null): number {
  const each = countsOf(confusion);
  const of = ({ hits, actual, predicted }: ClassCounts): number => (hits === 0 ? 0 : (2 * hits) / (actual + predicted));
  if (positive !== null) return of(each[positive]);
  const present = each.filter(({ actual, predicted }) => actual + predicted > 0);
  return sum(present, of) / present.length;
}

/** Matthews' correlation coefficient for any number of classes (Gorodkin 2004); 0 where it is undefined. */
export function matthews(confusion: Confusion): number {
  const each = countsOf(confusion);
  const rows = sum(each, ({ actual }) => actual);
  const hits = sum(each, ({ hits: own }) => own);
  const covariance = hits * rows - sum(each, ({ actual, predicted }) => actual * predicted);
  const predictedVariance = rows * rows - sum(each, ({ predicted }) => predicted ** 2);
  const actualVariance = rows * rows - sum(each, ({ actual }) => actual ** 2);
  const scale = Math.sqrt(predictedVariance * actualVariance);
  return scale === 0 ? 0 : covariance / scale;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
