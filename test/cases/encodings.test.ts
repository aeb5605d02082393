import { tableText } from '../support/case-tables.js';
import { describeCases, type DataCase } from '../support/data-cases.js';

/** A label that the encoding writes with bytes beyond ASCII, in a file whose header is ASCII. */
const labelled = (label: (i: number) => Buffer): Buffer =>
  Buffer.concat([
    Buffer.from('n,y\n'),
    ...Array.from({ length: 120 }, (_, i) => Buffer.concat([Buffer.from(`${3 * i},`), label(i), Buffer.from('\n')])),
  ]);
const inBytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** Texts of two labels in an encoding, as bytes: what a spreadsheet of that country would have saved. */
const encoded: [name: string, labels: [string, string], bytes: [string, string], input?: { encoding: string }][] = [
  // Words as they stand in tables, several bytes beyond ASCII each.
  [
    'Shift_JIS, by its name',
    ['東京都渋谷区', '大阪府大阪市'],
    ['938c8b9e9373 8f61924a8be6', '91e58de3957b 91e58de38e73'],
    { encoding: 'shift_jis' },
  ],
  ['Shift_JIS', ['東京都渋谷区', '大阪府大阪市'], ['938c8b9e9373 8f61924a8be6', '91e58de3957b 91e58de38e73']],
  ['EUC-JP, by its name', ['東京', '大阪'], ['c5ecb5fe', 'c2e7bae5'], { encoding: 'euc-jp' }],
  ['windows-1251, by its name', ['Москва', 'Казань'], ['cceef1eae2e0', 'cae0e7e0edfc'], { encoding: 'windows-1251' }],
  [
    'windows-1251',
    ['Санкт-Петербург', 'Нижний Новгород'],
    ['d1e0edeaf22dcfe5f2e5f0e1f3f0e3', 'cde8e6ede8e920cdeee2e3eef0eee4'],
  ],
  ['windows-1250, by its name', ['Łódź', 'Kraków'], ['a3f3649f', '4b72616bf377'], { encoding: 'windows-1250' }],
  ['GBK, by its name', ['北京', '上海'], ['b1b1bea9', 'c9cfbaa3'], { encoding: 'gbk' }],
  ['Big5, by its name', ['台北', '高雄'], ['a578a55f', 'b0aab6af'], { encoding: 'big5' }],
  ['EUC-KR, by its name', ['서울', '부산'], ['bcadbfef', 'bacebbea'], { encoding: 'euc-kr' }],
  ['windows-1252', ['“quoted” – café’s', 'plain…'], ['9371756f74656494209620636166e99273', '706c61696e85']],
  ['windows-1252', ['naïve', 'Straße'], ['6e61ef7665', '53747261df65']],
];

const TABLE = tableText(['a', 'b', 'y'], 80, (i) => [i, i % 7, i < 40 ? 'low' : 'high'], { eol: '\r\n' });

const siblings: DataCase[] = [
  ...encoded.map(([name, labels, bytes, input]): DataCase => ({
    name: `${labels.join(' and ')} in ${name}`,
    data: { text: labelled((i) => inBytes(bytes[i % 2])) },
    target: 'y',
    ...(input && { input }),
    classes: [...labels].sort(),
  })),
  {
    name: 'UTF-16 big-endian without a mark',
    data: { text: utf16be(tableText(['höhe', 'y'], 60, (i) => [3 * i, i < 30 ? 'süß' : 'groß'])) },
    target: 'y',
    classes: ['groß', 'süß'],
    orRefused: /UTF-16 without a byte order mark/,
  },
  {
    name: 'UTF-16 without a mark and without letters beyond ASCII',
    data: { text: Buffer.from(TABLE, 'utf16le') },
    target: 'y',
    classes: ['high', 'low'],
    rows: 80,
    orRefused: /UTF-16 without a byte order mark/,
  },
  {
    name: 'an encoding that there is none of',
    data: { text: TABLE },
    target: 'y',
    input: { encoding: 'utf-9' },
    refused: /encoding.*utf-9/,
  },
  {
    name: 'bytes that are not of the encoding that was named',
    data: { text: labelled((i) => inBytes(i % 2 ? 'e9' : '41')) },
    target: 'y',
    input: { encoding: 'utf-8' },
    warns: [/unreadable as utf-8/],
  },
];

describeCases('encodings', siblings);
