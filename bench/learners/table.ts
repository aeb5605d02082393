import type { Comparison } from './compare.js';
import { median } from '../median.js';

/** What our time may be as a multiple of the peer's. */
const MOST_TIME: Readonly<Record<string, number>> = { 'random-forest': 1.5, 'extra-trees': 1.5, boosting: 2 };
/** 97.5 % quantiles of Student's t by degrees of freedom, from 1; beyond, the normal's. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];
const NORMAL = 1.96;
/** A smaller difference, as a share of the peer's score, is none. */
const LEAST_DIFFERENCE = 0.005;

export type Verdict = 'same' | 'better' | 'worse';

/**
 * Whether our score differs beyond the noise: the mean of the splits' differences by more than its 95 % confidence
 * interval (Student's t), and by half a percent.
 */
export function verdictOf({ splits }: Pick<Comparison, 'splits'>): Verdict {
  const differences = splits.map(({ score, peerScore }) => score - peerScore);
  const { mean, sd } = momentsOf(differences);
  const peer = momentsOf(splits.map(({ peerScore }) => peerScore)).mean;
  const noise = ((STUDENT[splits.length - 2] ?? NORMAL) * sd) / Math.sqrt(splits.length);
  if (Math.abs(mean) <= noise || Math.abs(mean) <= LEAST_DIFFERENCE * peer) return 'same';
  return mean < 0 ? 'better' : 'worse';
}

/** Our time over the peer's: the median over the splits. */
export function ratioOf({ splits }: Pick<Comparison, 'splits'>): number {
  return median(splits.map(({ seconds, peerSeconds }) => seconds / peerSeconds));
}

export const TABLE_HEAD =
  '| data | paradigm | score | peer | difference | time | peer | ratio | first fit |\n' +
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |';

/** A comparison as a row of the table. */
export function tableRow(comparison: Comparison): string {
  const { data, paradigm, splits, firstSeconds } = comparison;
  return `| ${[
    data,
    paradigm,
    spread(splits.map(({ score }) => score)),
    spread(splits.map(({ peerScore }) => peerScore)),
    verdictOf(comparison),
    milliseconds(median(splits.map(({ seconds }) => seconds))),
    milliseconds(median(splits.map(({ peerSeconds }) => peerSeconds))),
    ratioOf(comparison).toFixed(2),
    milliseconds(firstSeconds),
  ].join(' | ')} |`;
}

/** A row for each paradigm: the geometric mean of its ratios and their range, and the data sets with other scores. */
export function summary(comparisons: readonly Comparison[]): string {
  const paradigms = [...new Set(comparisons.map(({ paradigm }) => paradigm))];
  const rows = paradigms.map((paradigm) => {
    const own = comparisons.filter((comparison) => comparison.paradigm === paradigm);
    const ratios = own.map(ratioOf);
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    const named = (verdict: Verdict): string =>
      listed(own.filter((comparison) => verdictOf(comparison) === verdict).map(({ data }) => data));
    const slow = own.filter((comparison) => ratioOf(comparison) > (MOST_TIME[paradigm] ?? Infinity));
    const outside = paradigm in MOST_TIME ? `${MOST_TIME[paradigm]}: ${listed(slow.map(({ data }) => data))}` : '';
    return `| ${[paradigm, mean.toFixed(2), range, outside, named('better'), named('worse')].join(' | ')} |`;
  });
  return [
    '| paradigm | ratio | its range | slower than | score better on | score worse on |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function listed(names: string[]): string {
  return names.length > 0 ? names.join(', ') : 'none';
}

function spread(values: number[]): string {
  const { mean, sd } = momentsOf(values);
  return `${mean.toPrecision(4)} ± ${sd.toPrecision(2)}`;
}

function momentsOf(values: number[]): { mean: number; sd: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}

function milliseconds(seconds: number): string {
  const value = 1000 * seconds;
  return `${value < 100 ? value.toPrecision(3) : value.toFixed(0)} ms`;
}
