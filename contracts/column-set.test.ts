import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allColumns, columnSetSchema, decodeColumns, encodeColumns } from './column-set.js';

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
});
