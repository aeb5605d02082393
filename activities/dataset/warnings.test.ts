import { expect, test } from '@jest/globals';
import type { ColumnProfile } from '../../learning/dataset/profile.js';
import { briefWarnings, leftOutWarnings } from './warnings.js';

test('few warnings are told when a search starts, in a few words each, and where the others are', () => {
  const warnings = Array.from({ length: 200 }, (_, i) => `column ${i} ${'is odd '.repeat(i)}`);
  const brief = briefWarnings(warnings);
  expect(brief).toHaveLength(9);
  expect(brief.slice(0, 8)).toEqual(warnings.slice(0, 8));
  expect(brief.at(-1)).toBe('and 192 more: --explain and the report have them all');
  expect(briefWarnings([warnings[199]])[0].length).toBeLessThan(310);
});

test('columns that are left out are told one by one, many of them together', () => {
  const columns = (count: number): ColumnProfile[] =>
    Array.from({ length: count }, (_, i) => ({ name: `c${i}`, leftOut: 'no row has a value' }) as ColumnProfile);
  expect(leftOutWarnings(columns(2))).toEqual(['left out: c0: no row has a value', 'left out: c1: no row has a value']);
  expect(leftOutWarnings(columns(700))).toEqual([expect.stringMatching(/^left out: 700 columns, such as c0: no row/)]);
});
