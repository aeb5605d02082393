import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { searchIdProblem } from '../contracts/search/search-id.js';
import { newSearchId } from './start-search.js';

test('a search is named after its file', () => {
  expect(newSearchId('Größe & Co.csv.gz')).toMatch(/^Gr-e-Co-[a-z2-9]{6}$/);
  expect(newSearchId('.csv')).toMatch(/^search-/);
  expect(newSearchId('-rf.csv')).toMatch(/^rf-/);
  expect(newSearchId('a.csv')).not.toBe(newSearchId('a.csv'));
});

test('whatever the file, its name makes an id that a search can have', () => {
  const names = fc.string({ unit: fc.constantFrom('-', '.', '/', '%', ' ', 'é', '\u202e', 'a', '.csv', '.gz') });
  fc.assert(fc.property(names, (name) => expect(searchIdProblem(newSearchId(name))).toBeNull()));
});
