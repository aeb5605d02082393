import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { readCsv, type CsvTable } from './index.js';

const read = (text: string | Uint8Array): CsvTable => readCsv(Buffer.from(text), 'file.csv');
const texts = ({ columns, rows }: CsvTable): string[][] =>
  columns.map((column) => Array.from({ length: rows }, (_, row) => column.text(row)));
const names = ({ columns }: CsvTable): string[] => columns.map(({ name }) => name);

describe('reading CSV', () => {
  it('understands quotes, embedded newlines, a BOM and CRLF', () => {
    const table = read('\ufeffa,b\r\n"x, ""y""","two\r\nlines"\r\n 1 ,\r\n');
    expect(names(table)).toEqual(['a', 'b']);
    expect(texts(table)).toEqual([
      ['x, "y"', '1'],
      ['two\r\nlines', ''],
    ]);
  });

  it.each([';', '\t', '|', ','])('finds the delimiter %j', (delimiter) => {
    const table = read(
      ['a', 'b', 'c'].join(delimiter) + '\n' + ['1,5', 'x y', '2'].map((t) => `"${t}"`).join(delimiter),
    );
    expect(names(table)).toEqual(['a', 'b', 'c']);
    expect(texts(table)).toEqual([['1,5'], ['x y'], ['2']]);
  });

  it('reads what any table of texts was written as', () => {
    const cell = fc.string({ maxLength: 8 }).map((text) => text.trim());
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    const quoted = (row: readonly string[]): string => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
    fc.assert(
      fc.property(rows, (table) => {
        const found = texts(read(`a,b,c\n${table.map(quoted).join('\n')}`));
        expect(found).toEqual([0, 1, 2].map((c) => table.map((row) => row[c])));
      }),
    );
  });

  it('unpacks gzip, and converts UTF-16 and Latin-1', () => {
    expect(texts(read(gzipSync('a,b\n1,2\n')))).toEqual([['1'], ['2']]);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a,b\nä,2\n', 'utf16le')]);
    expect(texts(read(utf16))).toEqual([['ä'], ['2']]);
    expect(texts(read(Buffer.from('stadt,b\nMünchen,2\nKöln,3\nDüsseldorf,4\n', 'latin1')))[0]).toEqual([
      'München',
      'Köln',
      'Düsseldorf',
    ]);
  });

  it('names columns without a name, and tells repeated names apart', () => {
    expect(names(read('a,,a,a_2\n1,2,3,4\n'))).toEqual(['a', 'column 2', 'a_2', 'a_2_2']);
  });

  it.each([
    ['a,b\n1,2\n1,2,3\n', 'file.csv, line 3: 3 fields where the header has 2'],
    ['a,b\n1,2\n"x,3\n', /file\.csv, line \d: a quote is opened and not closed/],
    ['a,b\n', 'file.csv has a header (line 1) but no rows'],
    ['', 'file.csv is empty: a header and rows are needed'],
    ['a,b\n1\0,2\n', 'file.csv is not text: byte 6 is 0. A CSV file is needed'],
  ])('refuses %j with a reason', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
