import { expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { gzipSync } from 'node:zlib';
import { readCsv, type CsvTable } from './index.js';

/** Files after public reports on other readers; the repository and its issue beside each. */
const encoded = (text: string, encoding: string, addBOM = false): Buffer => iconv.encode(text, encoding, { addBOM });
const table = ({ columns, rows }: CsvTable): string[] => [
  columns.map(({ name }) => name).join('|'),
  ...Array.from({ length: rows }, (_, row) => columns.map((column) => column.text(row)).join('|')),
];

test.each<[string, Buffer, string, string[]]>([
  [
    'kohii/smoothcsv3#228: two short names',
    encoded('処理区分,件数\r\n1,2\r\n', 'shift_jis'),
    'shift_jis',
    ['処理区分|件数', '1|2'],
  ],
  [
    'kohii/smoothcsv3#239: all bytes are signs of windows-1252 too',
    encoded('点検連番,型式\r\n1,2\r\n', 'shift_jis'),
    'shift_jis',
    ['点検連番|型式', '1|2'],
  ],
  [
    'polygonplanet/encoding.js#12: accents one behind the other look Japanese',
    encoded('Prénom;Nom;Email\ninvitéàçù01;invite01;a&@b\ninvite02;invitéàçù01;c\n;;testéç@b\n', 'windows-1252'),
    'windows-1252',
    ['Prénom|Nom|Email', 'invitéàçù01|invite01|a&@b', 'invite02|invitéàçù01|c', '||testéç@b'],
  ],
  [
    'weareasterisk/gavel2#12: a typographic apostrophe in a long text',
    encoded(`name,about\nx,${'plain words '.repeat(20)}it’s done\ny,z\n`, 'windows-1252'),
    'windows-1252',
    ['name|about', `x|${'plain words '.repeat(20)}it’s done`, 'y|z'],
  ],
  [
    'microsoft/vscode-data-wrangler#42: one ® and no-break blanks, far down',
    encoded(`n,t\n${'1,x\n'.repeat(300)}2,Géo® 5\u00a0km\n`, 'windows-1252'),
    'windows-1252',
    ['n|t', ...Array<string>(300).fill('1|x'), '2|Géo® 5\u00a0km'],
  ],
  [
    'lakehq/sail#2388: é and ÿ in one cell',
    Buffer.from('id,label\n1,ok\n2,caf\xe9_bad_\xff\n', 'latin1'),
    'windows-1252',
    ['id|label', '1|ok', '2|café_bad_ÿ'],
  ],
  [
    'VROOM-Project/vroom#233: in the header alone',
    encoded('Sveitarfélag;n\nReykjavik;1\nKopavogur;2\n', 'windows-1252'),
    'windows-1252',
    ['Sveitarfélag|n', 'Reykjavik|1', 'Kopavogur|2'],
  ],
  [
    'harelba/q#98: UTF-16 with a mark, in three scripts',
    encoded('uid\tname\nétônnù\thi\nةيبرعلا\tha\n中国\tho\n', 'utf-16le', true),
    'utf-16le',
    ['uid|name', 'étônnù|hi', 'ةيبرعلا|ha', '中国|ho'],
  ],
  [
    'jsoizo/kotlin-csv#77: UTF-16 without a mark, digits alone',
    encoded('day,n\n2021-01-01,5\n2021-01-02,6\n', 'utf-16be'),
    'utf-16be',
    ['day|n', '2021-01-01|5', '2021-01-02|6'],
  ],
  [
    'pandas-dev/pandas#4793: a mark before a quoted name',
    encoded('"Name","G"\n"x","1"\n', 'utf-8', true),
    'utf-8',
    ['Name|G', 'x|1'],
  ],
  [
    'simonw/datasette-upload-csvs#25: the first 2 KB are ASCII',
    Buffer.from(`n,t\n${'1,x\n'.repeat(1000)}2,don’t\n`),
    'utf-8',
    ['n|t', ...Array<string>(1000).fill('1|x'), '2|don’t'],
  ],
  [
    'tototoshi/scala-csv#22: a line separator of Unicode',
    Buffer.from('n,t\n1,".\u2028"\n2,a\u2028b\n'),
    'utf-8',
    ['n|t', '1|.', '2|a\u2028b'],
  ],
  [
    'pola-rs/polars#1126: each row packed by itself',
    Buffer.concat(['a,b\n1,1\n', '2,2\n', '3,3\n'].map((text) => gzipSync(text))),
    'utf-8',
    ['a|b', '1|1', '2|2', '3|3'],
  ],
])('%s', (_, bytes, encoding, expected) => {
  const found = readCsv(bytes, 'file.csv');
  expect(table(found)).toEqual(expected);
  expect(found.encoding).toBe(encoding);
});

test('nushell/nushell#1909: a character over the end of a piece that is converted', () => {
  const word = 'Дата東京';
  for (const encoding of ['windows-1251', 'shift_jis', 'utf-16le', 'gb18030']) {
    const row = encoded(`${encoding === 'windows-1251' ? 'Дата' : word},1\n`, encoding);
    const rows = Math.ceil((1.1 * 2 ** 20) / row.length);
    for (const shift of [0, 1]) {
      const head = encoded(`a${'x'.repeat(shift)},b\n`, encoding);
      const found = readCsv(Buffer.concat([head, ...Array<Buffer>(rows).fill(row)]), 'file.csv', { encoding });
      expect(found.warnings).toEqual([]);
      const texts = new Set(Array.from({ length: found.rows }, (_, i) => found.columns[0].text(i)));
      expect([found.rows, ...texts]).toEqual([rows, encoding === 'windows-1251' ? 'Дата' : word]);
    }
  }
});

test('turicas/rows#273: zero bytes among the texts are refused with their line', () => {
  expect(() => readCsv(Buffer.from('a,b\n1,x\n2,y\0\0\n3,z\n'), 'file.csv')).toThrow(
    /^file\.csv is not text: line 3, byte 12 of the file is 0; a CSV file is needed/,
  );
});
