import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../contracts/errors.js';
import { readCsv, type CsvTable } from './index.js';

const read = (text: string | Uint8Array): CsvTable => readCsv(Buffer.from(text), 'file.csv');
const texts = ({ columns, rows }: CsvTable): string[][] =>
  columns.map((column) => Array.from({ length: rows }, (_, row) => column.text(row)));
const names = ({ columns }: CsvTable): string[] => columns.map(({ name }) => name);

describe('reading CSV', () => {
  it('understands quotes, embedded newlines, a BOM, CRLF and gzip, and says nothing of them', () => {
    const text = '\ufeffa,b\r\n"x, ""y""","two\r\nlines"\r\n 1 ,\r\n';
    for (const table of [read(text), read(gzipSync(text))]) {
      expect(names(table)).toEqual(['a', 'b']);
      expect(texts(table)).toEqual([
        ['x, "y"', '1'],
        ['two\r\nlines', ''],
      ]);
      expect(table).toMatchObject({ delimiter: ',', encoding: 'utf-8', warnings: [] });
    }
  });

  it.each([';', '\t', '|', ','])('finds the delimiter %j', (delimiter) => {
    const table = read(
      ['a', 'b', 'c'].join(delimiter) + '\n' + ['1,5', 'x y', '2'].map((t) => `"${t}"`).join(delimiter),
    );
    expect(names(table)).toEqual(['a', 'b', 'c']);
    expect(texts(table)).toEqual([['1,5'], ['x y'], ['2']]);
  });

  it.each<[string, string, string[][]]>([
    [
      'decimal commas',
      'x;y\n1,5;2,5\n3,5;4,5\n',
      [
        ['1,5', '3,5'],
        ['2,5', '4,5'],
      ],
    ],
    ['decimal commas in one column', 'x\n1,5\n-2,75\n3\n', [['1,5', '-2,75', '3']]],
    [
      'semicolons in a text',
      'n,tags\n1,a;b;c\n2,d;e;f\n',
      [
        ['1', '2'],
        ['a;b;c', 'd;e;f'],
      ],
    ],
    [
      'commas in a text',
      'n;text\n1;no, yes, no\n2;yes\n',
      [
        ['1', '2'],
        ['no, yes, no', 'yes'],
      ],
    ],
    ['commas in one column', 'text\nno, yes, no\nyes\nyes, no\nno\n', [['no, yes, no', 'yes', 'yes, no', 'no']]],
    [
      'a quoted text longer than the sample',
      `n;t\n1;"${'x,\n'.repeat(40_000)}"\n`,
      [['1'], ['x,\n'.repeat(40_000).trim()]],
    ],
  ])('finds the delimiter beside %s', (_, text, columns) => {
    expect(texts(read(text))).toEqual(columns);
  });

  it('says so where another delimiter fits as well', () => {
    const { delimiter, warnings } = read('a,b;c\n1,2;3\n4,5;6\n');
    expect(delimiter).toBe(',');
    expect(warnings).toEqual(['fields are parted by ","; ";" would part each line alike too']);
  });

  it('reads what any table of texts was written as', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll('\0', '').trim());
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    const delimiters = fc.constantFrom(',', ';', '\t', '|');
    const ends = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(rows, delimiters, ends, fc.boolean(), (table, delimiter, end, isEnded) => {
        const quoted = (row: readonly string[]): string =>
          row.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter);
        const found = read(['a,b,c'.replaceAll(',', delimiter), ...table.map(quoted)].join(end) + (isEnded ? end : ''));
        expect(texts(found)).toEqual([0, 1, 2].map((c) => table.map((row) => row[c])));
        expect(found.delimiter).toBe(delimiter);
      }),
    );
  });

  it('keeps every row of one column, whatever is in it', () => {
    const cell = fc.string({ maxLength: 5 }).map((text) => text.replaceAll(/["\0\r\n,;\t|#]/g, '').trim());
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
        expect(texts(read(`x${end}${rows.map((text) => text + end).join('')}`))).toEqual([rows]);
      }),
    );
  });
});

describe('a header', () => {
  it('names columns without a name, and tells repeated names apart', () => {
    const table = read('a,,a,a_2\n1,2,3,4\n');
    expect(names(table)).toEqual(['a', 'column 2', 'a_2', 'a_2_2']);
    expect(table.warnings).toEqual([
      'a stands more than once in the header: column 3 is named a_2',
      'a_2 stands more than once in the header: column 4 is named a_2_2',
    ]);
  });

  it('is in Unicode normal form, by which names are told apart too', () => {
    const table = read('prix de\u0301clare\u0301,Prix,prix,pr\u00e9,pre\u0301\n1,2,3,4,5\n');
    expect(names(table)).toEqual(['prix d\u00e9clar\u00e9', 'Prix', 'prix', 'pr\u00e9', 'pr\u00e9_2']);
    expect(table.warnings).toEqual([
      'the columns Prix and prix differ in small and capital letters only',
      'pr\u00e9 stands more than once in the header: column 5 is named pr\u00e9_2',
    ]);
  });

  it.each<[string, string]>([
    ['numbers among numbers', '5.1,3.5,setosa\n4.9,3.0,setosa\n6.2,3.9,virginica\n'],
    ['words of the rows', 'p,x,s\ne,x,s\np,b,y\ne,x,s\n'],
  ])('that looks like a row is told of: %s', (_, text) => {
    expect(read(text).warnings).toEqual([expect.stringMatching(/^line 1 \(".*"\) .* looks like a row: .* add one$/)]);
  });

  it.each(['country,1990,1991\nDE,7,8\nFR,12,3\n', 'a,b\n1,2\n3,4\n', 'yes,no\nmaybe,1\nmaybe,2\n'])(
    'that only has odd names is not: %j',
    (text) => expect(read(text).warnings).toEqual([]),
  );
});

describe('whatever the bytes are', () => {
  const readOrRefuse = (bytes: Uint8Array): void => {
    try {
      read(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect((error as Error).message).not.toMatch(/[\r\n]/);
    }
  };

  it('they are read, or refused in one line', () => {
    const parts = ['a', '1', ',', ';', '"', '\n', '\r\n', '\r', '#', '\\"', 'sep=;', '\ufeff', 'é', ' ', 'a,b\n'];
    const texts = fc.array(fc.constantFrom(...parts), { maxLength: 40 }).map((found) => Buffer.from(found.join('')));
    fc.assert(fc.property(fc.oneof(texts, fc.uint8Array({ maxLength: 200 })), readOrRefuse), { numRuns: 500 });
    readOrRefuse(Buffer.from(';a\r\na'));
  });
});
