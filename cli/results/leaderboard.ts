import Table from 'cli-table3';
import type { Failure, Leader } from '../../contracts/search/search.js';
import type { Metric } from '../../contracts/metric.js';
import { printable, scoreText } from '../text/text.js';

const PLACES = 10;

/** The best trials as a table for a terminal, one line each. */
export function leaderboard(leaders: readonly Leader[], metric: Metric): string {
  const table = plainTable(['', metric, '±', 'paradigm', 'columns', 'found by', 'seconds'], 'rrrlrlr');
  leaders.slice(0, PLACES).forEach(({ score, spread, paradigm, features, axis, seconds }, place) => {
    table.push([
      place + 1,
      scoreText(score),
      scoreText(spread),
      printable(paradigm),
      features,
      printable(axis),
      seconds.toFixed(2),
    ]);
  });
  return table.toString();
}

/** Why trials gave no score, as lines; none where all did. */
export function failureLines(failures: readonly Failure[]): string[] {
  if (failures.length === 0) return [];
  const table = plainTable(['failed', 'paradigm', 'how', 'why'], 'rlll');
  for (const { trials, paradigm, code, reason } of failures) {
    table.push([trials, printable(paradigm), printable(code), printable(reason).slice(0, LONGEST_REASON)]);
  }
  return ['', ...table.toString().split('\n')];
}

const LONGEST_REASON = 100;

/** @param aligned `l` or `r` for each column */
export function plainTable(head: string[], aligned: string): Table.Table {
  return new Table({
    head,
    colAligns: [...aligned].map((side) => (side === 'l' ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
    chars: PLAIN,
  });
}

/** No lines but one under the head: it reads well in logs too. */
const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};
