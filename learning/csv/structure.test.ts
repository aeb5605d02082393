import { describe, expect, it } from '@jest/globals';
import { readCsv, type CsvTable } from './index.js';

const read = (text: string | Uint8Array): CsvTable => readCsv(Buffer.from(text), 'file.csv');
const rows = ({ columns, rows }: CsvTable): string[] =>
  Array.from({ length: rows }, (_, row) => columns.map((column) => column.text(row)).join('|'));
const names = ({ columns }: CsvTable): string => columns.map(({ name }) => name).join('|');
const repeat = (row: string, times: number): string => row.repeat(times);

describe('what is read, and said', () => {
  it.each<[string, string, string, string[], RegExp[]]>([
    // PapaParse#281
    ['one LF among CRLF', 'a,b\r\n1,2\r\n3,4\n5,6\r\n', 'a|b', ['1|2', '3|4', '5|6'], []],
    ['one CRLF among LF', 'a,b\n1,2\r\n3,4\n', 'a|b', ['1|2', '3|4'], []],
    ['CR only', 'a,b\r1,2\r3,4\r', 'a|b', ['1|2', '3|4'], []],
    ['a CR among LF', 'a,b\n1,2\r3,4\n', 'a|b', ['1|2', '3|4'], []],
    ['CRCRLF', 'a,b\r\r\n1,2\r\r\n3,4\r\r\n', 'a|b', ['1|2', '3|4'], []],
    ['CRCRLF in one column', 'a\r\r\n1\r\r\n2\r\r\n', 'a', ['1', '2'], []],
    // datatable#599
    [
      'blank lines in one column',
      'x\n10\n\n90\n\n',
      'x',
      ['10', '', '90', ''],
      [/^2 blank lines .*without a value \(line 3 …\)$/],
    ],
    ['a quoted nothing in one column', 'x\n10\n""\n90\n', 'x', ['10', '', '90'], []],
    ['blanks in one column', 'x\n10\n  \n90', 'x', ['10', '', '90'], [/without a value \(line 3\)/]],
    [
      'blank lines between rows',
      'a,b\n1,2\n\n  \n3,4\n\n',
      'a|b',
      ['1|2', '3|4'],
      [/^2 blank lines were skipped \(line 3 …\)$/],
    ],
    ['a row of nothing', 'a,b\n1,2\n,\n3,4\n', 'a|b', ['1|2', '|', '3|4'], []],
    ['blank lines before the header', '\n\na,b\n1,2\n3,4\n', 'a|b', ['1|2', '3|4'], []],
    [
      'a delimiter at the end of each row',
      'a,b\n1,2,\n3,4,\n',
      'a|b',
      ['1|2', '3|4'],
      [/^each row ends with an empty field/],
    ],
    [
      'one at the end of each row but the last',
      `a,b\n${repeat('1,2,\n', 12)}3,4`,
      'a|b',
      [...Array<string>(12).fill('1|2'), '3|4'],
      [/^each row ends/],
    ],
    ['a delimiter at the end of each line', 'a,b,\n1,2,\n3,4,\n', 'a|b|column 3', ['1|2|', '3|4|'], []],
    // pandas#4623
    [
      'a comment before the header',
      '# of 2024, station 7\na,b,y\n1,2,3\n4,5,6\n',
      'a|b|y',
      ['1|2|3', '4|5|6'],
      [/^line 1 was skipped as a comment: "# of/],
    ],
    [
      'comments before the header',
      '# x\n#\n\na,b\n1,2\n3,4\n',
      'a|b',
      ['1|2', '3|4'],
      [/^lines 1 to 3 were skipped as comments: "# x" …/],
    ],
    [
      'a comment of as many fields',
      '# of 2024, station 7\na,b\n1,2\n4,5\n',
      'a|b',
      ['1|2', '4|5'],
      [/^line 1 was skipped/],
    ],
    [
      'a header behind #',
      '# a,b\n1.5,2\n4,5\n',
      'a|b',
      ['1.5|2', '4|5'],
      [/^line 1 begins with # and was taken for the header/],
    ],
    [
      'a header of its own with #',
      '#chrom\tpos\nchr1\t5\nchr2\t7\n',
      '#chrom|pos',
      ['chr1|5', 'chr2|7'],
      [/^line 1 begins with #/],
    ],
    [
      'comments before a header behind #',
      '## v1\n#id,name\n1,x\n2,y\n',
      '#id|name',
      ['1|x', '2|y'],
      [/begins with #/, /^line 1 was skipped/],
    ],
    ['rows that begin with #', 'colour,n\n#ff0000,1\n#00ff00,2\n', 'colour|n', ['#ff0000|1', '#00ff00|2'], []],
    [
      'a comment between the rows',
      'a,b\n1,2\n# checked, by, me\n3,4\n',
      'a|b',
      ['1|2', '3|4'],
      [/^one line was skipped as a comment \(#\) \(line 3\)$/],
    ],
    ['sep= of Excel', 'sep=;\na;b\n1,5;2\n3,5;4\n', 'a|b', ['1,5|2', '3,5|4'], []],
    ['sep= of another sign, quoted', '"sep=^"\r\na^b\r\n1^2\r\n', 'a|b', ['1|2'], []],
    // quotes
    [
      'rows that a quote swallowed, and another gave back',
      'a,b\n1,"x\n3,4\n5,6\n7,8\n9,y"\n2,z\n',
      'a|b',
      ['1|x\n3,4\n5,6\n7,8\n9,y', '2|z'],
      [/^one text in quotes holds lines that look like rows: .* never closed\? \(line 2\)$/],
    ],
    [
      'lines within a text',
      'a,b\n1,"x\none, two\nand three\nfour, five\ny"\n2,z\n',
      'a|b',
      ['1|x\none, two\nand three\nfour, five\ny', '2|z'],
      [],
    ],
    [
      'quotes behind backslashes',
      'n,t\n1,"the \\"red\\" one, x"\n2,"blue"\n',
      'n|t',
      ['1|the "red" one, x', '2|blue'],
      [/^quotes behind a backslash/],
    ],
    [
      'an escaped quote at the end of a text',
      'n,t\n1,"a \\"b\\""\n2,"c \\"d\\", e"\n',
      'n|t',
      ['1|a "b"', '2|c "d", e'],
      [/^quotes behind/],
    ],
    [
      'an escaped quote before a delimiter only',
      'n,t,z\n1,"a 5\\", b",1\n2,"c",2\n',
      'n|t|z',
      ['1|a 5", b|1', '2|c|2'],
      [/^quotes behind/],
    ],
    [
      'both ways of quotes',
      'n,t\n1,"a \\"b\\" c"\n2,"d ""e"" f"\n',
      'n|t',
      ['1|a "b" c', '2|d "e" f'],
      [/^quotes behind/],
    ],
    ['a backslash at the end of a text', 'p,n\n"C:\\data\\",1\n"D:\\",2\n', 'p|n', ['C:\\data\\|1', 'D:\\|2'], []],
    [
      'JSON with quotes in its texts',
      'j,n\n"{""a"": ""x \\""y\\"" z""}",1\n"{}",2\n',
      'j|n',
      ['{"a": "x \\"y\\" z"}|1', '{}|2'],
      [],
    ],
    ['quotes within a text', 'n,t\n1,5" pipe\n2,the "big" one\n', 'n|t', ['1|5" pipe', '2|the "big" one'], []],
    [
      'a header that is repeated',
      'a,b\n1,2\n3,4\n\ufeffa,b\n5,6\n',
      'a|b',
      ['1|2', '3|4', '5|6'],
      [/^one line repeats the header and was skipped \(line 4\)$/],
    ],
    [
      'rows that equal a row taken for the header',
      'p,x\ne,x\np,x\ne,s\n',
      'p|x',
      ['e|x', 'p|x', 'e|s'],
      [/looks like a row/],
    ],
    ['names with what nobody sees', 'a\u200b,\u2060b\n1,2\n', 'a|b', ['1|2'], []],
    ['several marks before the text', '\ufeff\ufeff"a",b\n1,2\n', 'a|b', ['1|2'], []],
  ])('%s', (_, text, header, expected, warnings) => {
    const table = read(text);
    expect([names(table), ...rows(table)]).toEqual([header, ...expected]);
    const said = table.warnings.filter((line) => !/empty field/.test(line) || warnings.length > 0);
    expect(said).toEqual(warnings.map((pattern) => expect.stringMatching(pattern)));
  });
});
