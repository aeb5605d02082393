import type { Failure, Leader } from '../../contracts/search/search.js';
import type { Metric } from '../../contracts/metric.js';
import { plainTable } from '../text/table.js';
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

/** Why trials have no score, as lines; none if all have one. */
export function failureLines(failures: readonly Failure[]): string[] {
  if (failures.length === 0) return [];
  const table = plainTable(['failed', 'paradigm', 'how', 'why'], 'rlll');
  for (const { trials, paradigm, code, reason } of failures) {
    table.push([trials, printable(paradigm), printable(code), printable(reason).slice(0, LONGEST_REASON)]);
  }
  return ['', ...table.toString().split('\n')];
}

const LONGEST_REASON = 100;
