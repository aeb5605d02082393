import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../contracts/errors.js';
import { readCsv, type CsvTable } from './index.js';

const read = (text: string | Uint8Array): CsvTable => readCsv(Buffer.from(text), 'file.csv');
const repeat = (row: string, times: number): string => row.repeat(times);

describe('what is refused', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'file.csv is empty: a header and rows are needed'],
    ['blank lines', '\n \n\r\n', 'file.csv is empty: a header and rows are needed'],
    ['no rows', '\na,b\n', 'file.csv has a header (line 2) but no rows'],
    [
      'a field too many',
      'a,b\n1,2\n1,2,3\n',
      'file.csv, line 3: 3 fields ("1,2,3") where the header has 2; quote the value that holds a comma: "…"',
    ],
    [
      'an empty field too many',
      'a;b\n1;2\n1;2;\n',
      'file.csv, line 3: 3 fields ("1;2;") where the header has 2; the last one is empty: remove the semicolon at the end of the line, or quote the value that holds one',
    ],
    [
      'a field too few',
      'a,b,c\n1,2,3\n1,2\n',
      'file.csv, line 3: 2 fields ("1,2") where the header has 3; add what is missing, or remove the line if it is not a row',
    ],
    [
      'a last line that is not a row',
      `a,b\n${repeat('1,2\n', 20)}20 rows\n`,
      'file.csv, line 22: 1 field ("20 rows") where the header has 2; add what is missing, or remove the line if it is not a row',
    ],
    [
      'a title and a blank line',
      `Sales of 2024\n\na,b,c\n${repeat('1,2,3\n', 20)}`,
      'file.csv, line 1: 1 field ("Sales of 2024") where the rows below have 3; the first line has to name the columns: remove what stands before it, or add names',
    ],
    [
      'two lines of a title',
      `Sales of 2024\nof shops, and online\na,b,c\n${repeat('1,2,3\n', 20)}`,
      'file.csv, line 1: 1 field ("Sales of 2024") where the rows below have 3; the first line has to name the columns: remove what stands before it, or add names',
    ],
    [
      'a title',
      `Sales of 2024\na,b,c\n${repeat('1,2,3\n', 20)}`,
      'file.csv, line 1: 1 field ("Sales of 2024") where the rows below have 3; the first line has to name the columns: remove what stands before it, or add names',
    ],
    [
      'a header without a name for row names',
      `a,b\n${repeat('r,1,2\n', 20)}`,
      'file.csv, line 1: 2 fields ("a,b") where the rows below have 3; a name is missing, perhaps that of row names before the first column: add it',
    ],
    [
      'a line after quoted line ends (CRLF)',
      'a,b\r\n"x\r\ny\r\n",1\r\n2,"z\r\n"\r\n1,2,3\r\n',
      'file.csv, line 7: 3 fields ("1,2,3") where',
    ],
    ['a line after blank ones', 'a,b\n\n\n1,2\n\n1,2,3\n', 'file.csv, line 6: 3 fields'],
    ['a line after a comment', '# c\na,b\n1,2\n1,2,3\n', 'file.csv, line 4: 3 fields'],
    [
      'a quote that is never closed',
      'a,b\n1,2\n"x,3\n4,5\n6,7\n',
      'file.csv, line 3: a quote is opened and never closed',
    ],
    [
      'one in a row with other quotes',
      'a,b,c\n1,2,3\n"x\n""y""",3,"z\n4,5,6\n',
      'file.csv, line 4: a quote is opened and never closed',
    ],
    [
      'one that a later quote closes',
      'a,b,c\n1,2,3\n4,"x,5\n6,y,7\n8,"z",9\n',
      'file.csv, line 3: a quote is opened and not closed before line 5, where "z\\",9" follows the next one; close it, or double the quotes within a text ("")',
    ],
    [
      'a zero byte',
      'a,b\n1\0,2\n',
      'file.csv is not text: line 2, byte 6 of the file is 0; a CSV file is needed, in UTF-8 or with its --encoding',
    ],
    [
      'a file of which the end was not written',
      'a,b\n1,2\n3\0\0\0\0',
      'file.csv is not text: line 3, byte 10 of the file is 0; from there on all are: it was not written to its end. Copy it again',
    ],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(UserError);
    expect(() => read(text)).toThrow(message);
  });
});
