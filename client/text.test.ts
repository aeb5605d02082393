import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { quoted } from './text.js';

test('a quoted word reaches the shell as it was', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (word) => {
      fc.pre(!word.includes('\0'));
      expect(execFileSync('/bin/sh', ['-c', `printf %s ${quoted(word)}`]).toString()).toBe(word);
    }),
    { numRuns: 50 },
  );
});
