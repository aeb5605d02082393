import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { withEntry } from './settings-entry.js';

const ENTRY = { team: 'us', contact: 'us@example.org', queue: 'axis-new', module: 'dist/new/index.js' };
const LINES = (indent: string): string =>
  [`new:`, `  team: us`, `  contact: us@example.org`, `  queue: axis-new`, `  module: dist/new/index.js`]
    .map((line) => `${indent}${line}\n`)
    .join('');

describe('an entry of temporal.yaml', () => {
  it.each<[string, string, string]>([
    ['into no file', '', `axes:\n${LINES('  ')}`],
    ['into a file of comments', '# ours\n', `# ours\naxes:\n${LINES('  ')}`],
    ['without a section', 'store: {}', `store: {}\naxes:\n${LINES('  ')}`],
    ['into an empty section', 'axes: # later\nstore: {}\n', `axes: # later\n${LINES('  ')}store: {}\n`],
    [
      'after the last one, comments kept',
      'axes:\n  a: # first\n    team: x # theirs\n\n# next\nparadigms: {}\n',
      `axes:\n  a: # first\n    team: x # theirs\n${LINES('  ')}\n# next\nparadigms: {}\n`,
    ],
    ['after one without settings', 'axes:\n  a:\nstore: {}\n', `axes:\n  a:\n${LINES('  ')}store: {}\n`],
    ['after one in braces', 'axes:\n  a: {team: x}', `axes:\n  a: {team: x}\n${LINES('  ')}`],
    ['after a list', 'axes:\n  a:\n    x:\n      - 1\n', `axes:\n  a:\n    x:\n      - 1\n${LINES('  ')}`],
    [
      'after a block of text',
      'axes:\n  a:\n    team: |\n      x\n',
      `axes:\n  a:\n    team: |\n      x\n${LINES('  ')}`,
    ],
    ['with the indent of the others', 'axes:\n    a: {}\n', `axes:\n    a: {}\n${LINES('    ')}`],
    ['into an empty section in braces', 'axes: {}\n', `axes:\n${LINES('  ')}`],
  ])('goes %s', (_what, before, expected) => {
    expect(withEntry(before, 'axes', 'new', ENTRY)).toBe(expected);
  });

  it.each([
    ['- a\n', /holds no settings by their names/],
    ['axes: many\n', /axes of temporal.yaml holds no settings/],
    ['axes: [\n', /cannot be read/],
  ])('is refused by %j', (before, message) => {
    expect(() => withEntry(before, 'axes', 'new', ENTRY)).toThrow(message);
  });

  it('changes nothing else', () => {
    const name = fc.stringMatching(/^[a-m][a-z]{0,5}$/);
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()));
    const section = fc.dictionary(name, fc.dictionary(name, value));
    fc.assert(
      fc.property(section, section, fc.boolean(), (axes, store, empty) => {
        const before = { ...(empty ? {} : { axes }), store };
        const after: unknown = parse(withEntry(stringify(before), 'axes', 'new', ENTRY));
        expect(after).toEqual({ ...before, axes: { ...(empty ? {} : axes), new: ENTRY } });
      }),
    );
  });
});
