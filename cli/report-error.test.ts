import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { UserError } from '../contracts/errors.js';
import { reportError } from './report-error.js';
import { optionsNamed } from './input/option-names.js';

afterEach(() => {
  jest.restoreAllMocks();
});

function report(error: unknown): { code: number; lines: string[] } {
  let said = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const code = reportError(error);
  return { code, lines: said.trimEnd().split('\n') };
}

describe('an error', () => {
  test('of a person is one line, by the option that they know', () => {
    const { code, lines } = report(new UserError('InvalidInput', 'types: zip is not an input column'));
    expect({ code, lines }).toEqual({ code: 2, lines: ['error: --type: zip is not an input column'] });
  });

  test.each([
    [Object.assign(new Error("EMFILE: too many open files, open '/x'"), { code: 'EMFILE' }), /ulimit -n 1024/],
    [new Error('the trials worker ended (exit 1): Error: spawn EMFILE'), /ulimit -n 1024/],
    [Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }), /make room/],
    [Object.assign(new Error("EROFS: read-only file system, open '/x'"), { code: 'EROFS' }), /can be written to/],
    [new TypeError('x is not a function'), /COAXIAL_DEBUG=1/],
    ['thrown text', /COAXIAL_DEBUG=1/],
  ])('of the system is a line of its cause and one of what to do: %s', (error, remedy) => {
    const { code, lines } = report(error);
    expect(code).toBe(1);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^error: /);
    expect(lines[1]).toMatch(remedy);
  });

  test('does not act on the terminal', () => {
    const { lines } = report(new Error('\u001b[2J\u202e\u2028\u200f gone\nsecond'));
    expect(lines[0]).toBe('error: \ufffd[2J\ufffd\ufffd\ufffd gone');
  });
});

test.each([
  ['maxTrials: too small', '--max-trials: too small'],
  ['targetScore: not a number', '--target-score: not a number'],
  ['types: zip is not an input column', '--type: zip is not an input column'],
  ['warmStart: the store has no search x', '--warm-start: the store has no search x'],
  ['Invalid input: onTrouble: cry', '--on-trouble: cry'],
  ['target: maxTrials is not a column; there are x', '--target: maxTrials is not a column; there are x'],
  ['data: a.csv has 2 MB', 'data: a.csv has 2 MB'],
  ['constructor: x', 'constructor: x'],
  ['temporal.yaml:3: axes: no', 'temporal.yaml:3: axes: no'],
])('%j is for people at the command line %j', (message, said) => {
  expect(optionsNamed(message)).toBe(said);
});
