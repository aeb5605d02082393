import { expect } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { tableText } from '../support/case-tables.js';
import { describeCases, type DataCase } from '../support/data-cases.js';

/** Of two classes; 0.69 is no skill. */
const learnt: [number, number] = [0, 0.6];
const anyOf = (...texts: string[]): Buffer => Buffer.concat(texts.map((text) => Buffer.from(text)));

const given: DataCase[] = [
  {
    name: 'r06: an empty field at the end of each row',
    data: { file: 'r06-trailing-comma-rows.csv' },
    target: 'y',
    rows: 80,
    orRefused: /r06-trailing-comma-rows\.csv.*(empty field|ends? (with|in) a)/,
    score: learnt,
  },
  {
    name: 'r09: one LF among CRLF',
    data: { file: 'r09-crlf-one-lf.csv' },
    target: 'y',
    rows: 80,
    classes: ['down', 'up'],
    score: learnt,
  },
  {
    name: 'r11: an empty line of a file of one column is a row',
    data: { file: 'r11-one-column.csv' },
    target: 'y',
    predict: [
      {
        data: { file: 'r11-predict-blank-lines.csv' },
        are: [
          'small',
          expect.any(String) as unknown as string,
          'big',
          expect.any(String) as unknown as string,
          'small',
        ],
      },
    ],
  },
  {
    name: 'r13: a comment first',
    data: { file: 'r13-comment-first.csv' },
    target: 'y',
    rows: 80,
    orRefused: /line 1/,
    score: learnt,
  },
  {
    name: 'r15b: UTF-16 without a mark',
    data: { file: 'r15b-utf16le-no-bom.csv' },
    target: 'stadt',
    classes: ['Düsseldorf', 'Köln', 'München'],
    orRefused: /UTF-16 without a byte order mark/,
  },
  {
    name: 'r15d: windows-1252 late in a file',
    data: { file: 'r15d-cp1252-euro-late.csv' },
    target: 'y',
    classes: ['5 €', 'plain'],
  },
  {
    name: 'r16: quotes behind backslashes',
    data: { file: 'r16-backslash-quotes.csv' },
    target: 'y',
    rows: 80,
    orRefused: /backslash/,
  },
  {
    name: 'r30: names in two normal forms',
    data: { file: 'r30-target-nfd.csv' },
    target: 'prix_déclaré',
    task: 'regression',
    rows: 100,
  },
];

const lines = (eol: string): string =>
  tableText(['a', 'b', 'y'], 80, (i) => [i, i % 7, i < 40 ? 'low' : 'high'], { eol });
const mixed = (eols: readonly string[]): string =>
  lines('\n').replace(/\n/g, (_, at: number) => eols[at % eols.length]);
const half: DataCase['classes'] = ['high', 'low'];

const siblings: DataCase[] = [
  ...(
    [
      ['CR alone', lines('\r')],
      ['CRLF', lines('\r\n')],
      ['CRLF but for the header', lines('\r\n').replace('\r\n', '\n')],
      ['LF but for the header', lines('\n').replace('\n', '\r\n')],
      ['LF and CRLF by turns', mixed(['\n', '\r\n'])],
      ['CRLF and no end of the last line', lines('\r\n').trimEnd()],
      ['CRLF and empty lines at the end', `${lines('\r\n')}\r\n\r\n`],
    ] as const
  ).map(([name, text]): DataCase => ({
    name: `lines with ${name}`,
    data: { text },
    target: 'y',
    rows: 80,
    classes: half,
  })),
  ...(
    [
      ['sep=;', `sep=;\n${lines('\n').replaceAll(',', ';')}`],
      ['sep=, with CRLF', `sep=,\r\n${lines('\r\n')}`],
      ['two comments', `# one\n# two, three\n${lines('\n')}`],
      ['a comment with quotes', `# "one\n${lines('\n')}`],
      ['an empty line', `\n${lines('\n')}`],
      ['a mark and a comment', `\ufeff# export\n${lines('\n')}`],
    ] as const
  ).map(([name, text]): DataCase => ({
    name: `${name} before the header`,
    data: { text },
    target: 'y',
    rows: 80,
    classes: half,
    orRefused: /line 1\b/,
  })),
  {
    name: 'a name that begins with # is a name',
    data: { text: tableText(['#a', 'y'], 30, (i) => [3 * i, i < 15 ? 'low' : 'high']) },
    target: 'y',
    rows: 30,
    columns: { '#a': { type: 'numeric' } },
  },
  {
    name: 'an empty column at the end, header and rows',
    data: { text: lines('\n').replaceAll('\n', ',\n') },
    target: 'y',
    rows: 80,
    columns: { 'column 4': { leftOut: /no row has a value/ } },
  },
  {
    name: 'an empty field at the end, by semicolons',
    data: {
      text: lines('\n')
        .replaceAll(',', ';')
        .replace(/(?<=\w)\n(?=\d)/g, ';\n')
        .replace(/y;\n/, 'y\n'),
    },
    target: 'y',
    orRefused: /empty field|ends? (with|in) a/,
  },
  {
    name: 'a file packed twice',
    data: { text: gzipSync(gzipSync(lines('\n'))) },
    target: 'y',
    orRefused: /gzip|packed/,
    rows: 80,
  },
  {
    name: 'a zip archive',
    data: { text: anyOf('PK\u0003\u0004', '\0\0\0') },
    target: 'y',
    refused: /not text|zip/i,
  },
  {
    name: 'the target in composed letters, the file in decomposed ones, and the other way round',
    data: { text: tableText(['a', 'größe'.normalize('NFD')], 60, (i) => [2 * i, 6 * i + 0.5]) },
    target: 'größe'.normalize('NFC'),
    task: 'regression',
    predict: [{ data: { text: 'a\n30\n' }, are: [[80, 100]] }],
  },
  {
    name: 'a type for a column by its other normal form',
    data: { text: tableText(['größe'.normalize('NFC'), 'y'], 60, (i) => [i % 3, i % 2 ? 'a' : 'b']) },
    target: 'y',
    input: { types: [`${'größe'.normalize('NFD')}=categorical`] },
    columns: { ['größe'.normalize('NFC')]: { type: 'categorical' } },
  },
  {
    name: 'columns of a new file by their other normal form',
    data: { text: tableText(['größe'.normalize('NFC'), 'y'], 60, (i) => [2 * i, 4 * i + 0.5]) },
    target: 'y',
    predict: [{ data: { text: `${'größe'.normalize('NFD')}\n30\n` }, are: [[55, 66]] }],
  },
  {
    name: 'a name that differs in case only is told',
    data: { text: lines('\n') },
    target: 'Y',
    refused: /Y is not a column.*\by\b/,
  },
  ...(
    [
      ['empty lines between', 'x\n10\n\n90\n\n\n20\n', 6],
      ['CRLF', 'x\r\n10\r\n\r\n90\r\n', 3],
      ['an empty line first', 'x\n\n10\n', 2],
      ['only empty lines', 'x\n\n\n', 2],
      ['quoted nothing', 'x\n10\n""\n90\n', 3],
      ['an empty line at the end', 'x\n10\n90\n\n', 3],
    ] as const
  ).map(([name, text, rows]): DataCase => ({
    name: `a new file of one column with ${name} has as many predictions as rows`,
    data: { file: 'r11-one-column.csv' },
    target: 'y',
    predict: [{ data: { text }, are: Array.from({ length: rows }, () => expect.any(String) as unknown as string) }],
  })),
];

describeCases('files: the cases that were reported', given);
describeCases('files: others of their kinds', siblings);
