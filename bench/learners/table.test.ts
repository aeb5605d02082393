import { expect, test } from '@jest/globals';
import type { Comparison } from './compare.js';
import { ratioOf, summary, tableRow, verdictOf } from './table.js';

function comparison(scores: number[], peerScores: number[], seconds = [1], peerSeconds = [1]): Comparison {
  const splits = scores.map((score, i) => ({
    score,
    peerScore: peerScores[i],
    seconds: seconds[i % seconds.length],
    peerSeconds: peerSeconds[i % peerSeconds.length],
  }));
  return { data: 'penguins', paradigm: 'boosting', firstSeconds: 0.25, splits };
}

test('a score is the same where the differences have no clear sign, however much the splits differ', () => {
  expect(verdictOf(comparison([1, 2, 3, 4, 5], [1.1, 1.9, 3.1, 3.9, 5]))).toBe('same');
});

test('a difference in every split is one, even if the splits differ more', () => {
  expect(verdictOf(comparison([1, 2, 3, 4, 5], [1.1, 2.1, 3.11, 4.1, 5.1]))).toBe('better');
  expect(verdictOf(comparison([1.1, 2.1, 3.11, 4.1, 5.1], [1, 2, 3, 4, 5]))).toBe('worse');
});

test('a difference too small to matter is none, even if it is in every split', () => {
  expect(verdictOf(comparison([1.001, 1.001, 1.001], [1, 1, 1]))).toBe('same');
});

test('the ratio of times is the median of those of the splits, each on its own', () => {
  expect(ratioOf(comparison([1, 1, 1], [1, 1, 1], [2, 30, 4], [1, 10, 4]))).toBe(2);
});

test('the summary names the data sets on which a learner is too slow or scores otherwise', () => {
  const slow = comparison([2, 2, 2], [1, 1, 1], [3], [1]);
  expect(summary([slow])).toContain('| boosting | 3.00 | 3.00 to 3.00 | 2: penguins | none | penguins |');
  expect(tableRow(slow)).toBe(
    '| penguins | boosting | 2.000 ± 0.0 | 1.000 ± 0.0 | worse | 3000 ms | 1000 ms | 3.00 | 250 ms |',
  );
});
