import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  allColumns,
  columnSetSchema,
  decodeColumns,
  encodeColumns,
  highestColumn,
  MOST_COLUMNS,
} from './column-set.js';

describe('column sets', () => {
  it('writes runs as ranges', () => {
    expect(encodeColumns([9, 0, 1, 2, 3, 4, 7, 10, 11, 12])).toBe('0-4,7,9-12');
    expect(encodeColumns([])).toBe('');
    expect(allColumns(7)).toBe('0-6');
  });

  it('stays short for 2,000 columns in any pattern', () => {
    const everySecond = Array.from({ length: 1000 }, (_, i) => i * 2);
    expect(encodeColumns(everySecond).length).toBeLessThan(400);
    expect(decodeColumns(encodeColumns(everySecond))).toEqual(everySecond);
  });

  it('gives every set one text, which reads back as the same set', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(2500), { maxLength: 400 }), (columns) => {
        const text = encodeColumns(columns);
        expect(columnSetSchema.safeParse(text).success).toBe(true);
        expect(decodeColumns(text)).toEqual([...columns].sort((a, b) => a - b));
        expect(encodeColumns([...columns].reverse())).toBe(text);
      }),
    );
  });

  it('takes no other text of a set, and none beyond what a set can hold', () => {
    const refused = (text: string): string | undefined => columnSetSchema.safeParse(text).error?.issues[0].message;
    for (const text of ['0,1', '0-1,2', '2,0', '0,0', '3-1', '1-1', '00', '0-04', '0-3,2-5', '~AQ', '~BA', '~AAA']) {
      expect(refused(text)).toMatch(/is not the one text of its set/);
    }
    for (const text of ['0-400000000', '0-99999999999', '99999999999999999999999', `${MOST_COLUMNS}`]) {
      expect(refused(text)).toMatch(/names a column beyond 393209/);
    }
    expect(refused('a')).toMatch(/looks like/);
    expect(refused(`0-${MOST_COLUMNS - 1}`)).toBeUndefined();
    expect(() => decodeColumns('0-99999999999')).toThrow(RangeError);
  });

  it('takes exactly the texts that its encoder writes', () => {
    const range = fc.tuple(fc.nat(30), fc.nat(30), fc.boolean()).map(([a, b, one]) => (one ? `${a}` : `${a}-${b}`));
    const ranges = fc.array(range, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(','));
    const mask = fc.stringMatching(/^~[A-Za-z0-9_-]{1,12}$/);
    fc.assert(
      fc.property(fc.oneof(ranges, mask), (text) => {
        expect(columnSetSchema.safeParse(text).success).toBe(encodeColumns(decodeColumns(text)) === text);
      }),
    );
  });

  it('tells the highest column of any text without expanding it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(2500), { maxLength: 400 }), (columns) => {
        const highest = columns.length === 0 ? null : Math.max(...columns);
        expect(highestColumn(encodeColumns(columns))).toBe(highest);
      }),
    );
    expect(highestColumn('0-400000000')).toBe(400_000_000);
  });
});
