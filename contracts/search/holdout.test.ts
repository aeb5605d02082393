import { expect, test } from '@jest/globals';
import { holdoutMark, holdoutText } from './holdout.js';

test('a score is called one of unseen rows only where it is', () => {
  expect(holdoutText({ holdoutReads: 0, holdoutSeen: 0 })).toBe('rows that no step of the search saw');
  expect(holdoutText({ holdoutReads: 1, holdoutSeen: 0 })).toBe('held out rows, read 1 time before');
  expect(holdoutText({ holdoutReads: 2, holdoutSeen: 5 })).toBe(
    'held out rows, read 2 times before, 5 of them seen by the search that this one began with',
  );
  expect(holdoutMark({ holdoutReads: 0, holdoutSeen: 0 })).toBe('');
  expect(holdoutMark({ holdoutReads: 3, holdoutSeen: 5 })).toBe(' (read 3× before, 5 rows seen)');
});
