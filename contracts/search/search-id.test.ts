import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchIdProblem, searchIdSchema } from './search-id.js';

describe('the id of a search', () => {
  it.each([
    'churn',
    'my search',
    'a',
    '2024-06',
    'Größe_v1.2',
    'team:churn',
    'nexus-0b1c',
    '売上',
    '...x',
    "it's",
    'a=b+c',
  ])('may be %j', (id) => {
    expect(searchIdProblem(id)).toBeNull();
  });

  it.each([
    ['', /empty/],
    ['.', /ends with a dot/],
    ['..', /ends with a dot/],
    ['x.', /ends with a dot/],
    ['a/b', /slash/],
    ['../x', /slash/],
    ['a\\b', /slash/],
    ['%2e%2e', /% \? # \*/],
    ['a?b', /% \? # \*/],
    ['a#b', /% \? # \*/],
    [' a', /begins or ends with a space/],
    ['a ', /begins or ends with a space/],
    ['-x', /dash/],
    ['a\nb', /control/],
    ['a\u2028b', /line break/],
    ['a\u001b[2J', /control/],
    ['a\u0085', /control/],
    ['a\u202eb', /invisible/],
    ['a\u2066b', /invisible/],
    ['a\u200bb', /invisible/],
    ['a\ud800', /invisible/],
    ['a\u00a0b', /not a plain space/],
    ['x'.repeat(151), /more than 150/],
  ])('is never %j', (id, problem) => {
    expect(searchIdProblem(id)).toMatch(problem);
    expect(searchIdSchema.safeParse(id).success).toBe(false);
  });

  it('comes back from a link as it was, whatever a browser makes of the path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (id) => {
        fc.pre(searchIdProblem(id) === null);
        const { pathname } = new URL(`http://ui/workflows/${encodeURIComponent(id)}`);
        expect(decodeURIComponent(pathname.slice('/workflows/'.length))).toBe(id);
      }),
    );
  });
});
