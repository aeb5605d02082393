import type { Metric } from '../../contracts/metric.js';
import { pairedGain } from '../statistics/paired.js';
import { criticalValue } from '../statistics/student.js';
import { bestOf, smallestAsGood, withinOneStandardError, type Sized } from './one-standard-error.js';

/** A set of columns that was tried on the way down. */
export interface Eliminated extends Sized {
  /** It lacks only columns that the model of all columns made no use of. */
  unused: boolean;
}

/**
 * The set of columns to go on with, from those tried, all columns first.
 *
 * The ranking has seen the rows that smaller sets are scored on, so that these score too well (the selection bias of
 * Ambroise and McLachlan 2002): the one-standard-error rule alone loses on new rows. So elimination must first show a
 * significant gain over keeping all (paired t test over the folds); then the rule chooses the size.
 * Columns of no use to the model may go without a gain, as long as nothing is lost.
 */
export function chooseSet<T extends Eliminated>(metric: Metric, tried: readonly T[], rows: number): T {
  const [all] = tried;
  const kept = tried
    .filter((set) => set.unused && withinOneStandardError(metric, all, set, rows))
    .reduce((smallest, set) => (set.size < smallest.size ? set : smallest), all);
  const gain = pairedGain(metric, bestOf(metric, tried).scores, kept.scores, rows);
  return gain.mean > criticalValue(all.scores.length) * gain.standardError ? smallestAsGood(metric, tried, rows) : kept;
}
