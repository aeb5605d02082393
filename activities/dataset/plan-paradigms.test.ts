import { expect, test } from '@jest/globals';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import { inapplicableTexts } from './plan-paradigms.js';

const described = (id: string): ParadigmDescription => ({ id }) as ParadigmDescription;
const served = (id: string) => ({ address: { id } }) as Parameters<typeof inapplicableTexts>[2][number];
const SHAPE = { task: 'regression', rows: 10, columns: 2, classes: 0 } as const;

test('paradigms that were named, and have nothing to do with the task, are told of', () => {
  const texts = (named: string[] | undefined): string[] =>
    inapplicableTexts(named, ['naive-bayes', 'linear'], [served('centroids')], [described('linear')], SHAPE);
  // One that nobody serves is told of elsewhere.
  expect(texts(['naive-bayes', 'linear', 'centroids', 'unserved'])).toEqual([
    'left out: paradigm naive-bayes does not apply to a regression task',
    'left out: paradigm centroids does not apply to a regression task',
  ]);
  expect(texts(undefined)).toEqual([]);
});
