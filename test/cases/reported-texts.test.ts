import { tableText } from '../support/case-tables.js';
import { describeCases, type DataCase } from '../support/data-cases.js';

/**
 * Further public reports of tools that read tables or search models, each made into a small input of its own: the
 * report's number stands in the name, no text or code is theirs.
 */

const two = (value: number): string => String(value).padStart(2, '0');
const halves = (i: number, rows: number): string => (2 * i < rows ? 'low' : 'high');

const dayFirst = (name: string, write: (day: number, month: number) => string): DataCase => ({
  name: `${name}: one order for the whole column`,
  data: {
    text: tableText(
      ['id', 'when', 'y'],
      90,
      (i, random) => [random.below(1000), write(1 + ((i * 7) % 28), 1 + (i % 12)), i % 12 < 6 ? 'early' : 'late'],
      { delimiter: ';' },
    ),
  },
  target: 'y',
  columns: { when: { type: 'date', reading: /day/ } },
  quiet: [/--date-order/],
});

const reading: DataCase[] = [
  dayFirst('pandas#19402, 03/05/2011 beside 20/10/2011', (day, month) => `${two(day)}/${two(month)}/2011`),
  dayFirst('pandas#2586, dots and milliseconds', (day, month) => `${two(day)}.${two(month)}.2003 14:55:00.000`),
  dayFirst('csv2ofx#60, 08.01.2019 beside 14.01.2019', (day, month) => `${two(day)}.${two(month)}.2019`),
  {
    name: 'csvql#140, three forms of dates in one column: told, not read by halves in silence',
    data: {
      text: tableText(['d', 'y'], 90, (i) => {
        const [day, month] = [13 + (i % 15), 1 + (i % 12)];
        const written = [`2026-${two(month)}-${day}`, `${two(month)}/${day}/2026`, `${day}.${two(month)}.2026`][i % 3];
        return [written, month < 7 ? 'early' : 'late'];
      }),
    },
    target: 'y',
    warns: [/\bd\b.*(2026)/],
    orRefused: /\bd\b/,
  },
  {
    name: 'readr#1181, "1,5" is not 15',
    data: { text: tableText(['x', 'y'], 90, (i) => [`"${i % 10},${(i * 3) % 10}"`, i % 10 < 5 ? 'low' : 'high']) },
    target: 'y',
    columns: { x: { type: 'numeric', reading: /comma/ } },
    predict: [{ data: { text: 'x\n"2,5"\n"7,5"\n' }, are: ['low', 'high'] }],
  },
  {
    name: 'pandas#59299, 1.234,56 late among 22,3',
    data: {
      text: tableText(['a', 'b', 'y'], 90, (i) => [i % 7, i === 80 ? '1.234,56' : `${i},20`, halves(i, 90)], {
        delimiter: ';',
      }),
    },
    target: 'y',
    columns: { b: { type: 'numeric', reading: /comma/, missing: 0 } },
    score: [0, 0.2],
  },
  {
    name: 'pandas#64655, "1 ," is not a number, and it is said',
    data: {
      text: tableText(['x', 'y'], 100, (i) => [
        i === 37 ? '"1 ,"' : (i * 37) % 101,
        (i * 37) % 101 < 50 ? 'low' : 'high',
      ]),
    },
    target: 'y',
    columns: { x: { type: 'numeric' } },
    warns: [/x.*1 ,/],
  },
  {
    name: 'csvkit#977 and hucre#52, codes with zeros before them are not quantities',
    data: {
      text: tableText(['zip', 'y'], 120, (i) => [
        ['01569', '02134', '94107', '00501', '10001'][i % 5],
        i % 5 < 2 ? 'a' : 'b',
      ]),
    },
    target: 'y',
    columns: { zip: { type: 'categorical', distinct: 5 } },
    predict: [{ data: { text: 'zip\n01569\n10001\n' }, are: ['a', 'b'] }],
  },
  {
    name: 'a hyphen for nothing among amounts (pandas, na_values)',
    data: {
      text: tableText(['debit', 'y'], 120, (i) => [
        i % 3 ? `"${1 + (i % 9)},${two(i % 100)}0.00"` : '-',
        i % 9 < 4 ? 'a' : 'b',
      ]),
    },
    target: 'y',
    columns: { debit: { type: 'numeric', leftOut: null } },
  },
  {
    name: 'csv-detective#268, days up to 12 alone: the order is said',
    data: { text: tableText(['d', 'y'], 60, (i) => [`0${1 + (i % 7)}/0${1 + (i % 3)}/2024`, i % 7 < 3 ? 'a' : 'b']) },
    target: 'y',
    columns: { d: { type: 'date' } },
    warns: [/\bd\b.*\/2024.*--date-order/],
  },
];

/** A table whose bytes are of an encoding: `labels` as they should be read, each with its bytes in hexadecimal digits. */
const inEncoding = (header: string, labels: Record<string, string>, eol = '\n'): { text: Buffer } => {
  const bytes = Object.values(labels).map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  const rows = Array.from({ length: 60 }, (_, i) => [
    Buffer.from(`${(i * 7) % 61};`),
    bytes[i % bytes.length],
    Buffer.from(eol),
  ]);
  return { text: Buffer.concat([Buffer.from(`${header}${eol}`, 'latin1'), ...rows.flat()]) };
};
const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

const read = (name: string, labels: Record<string, string>, more: Partial<DataCase> = {}, eol?: string): DataCase => ({
  name,
  data: inEncoding('n;y', labels, eol),
  target: 'y',
  classes: Object.keys(labels).sort(),
  ...more,
});

const encodings: DataCase[] = [
  read('chardet#185, one typographic apostrophe in UTF-8', {
    'Carter’s Janitorial': utf8('Carter’s Janitorial'),
    Other: hex('Other'),
  }),
  {
    name: 'charset_normalizer#624, three letters beyond ASCII, all in the header',
    data: {
      text: Buffer.from(
        tableText(['Kinosäle', 'Sitzplätze', 'y'], 60, (i) => [(i * 7) % 61, (i * 11) % 61, i % 2], { delimiter: ';' }),
        'latin1',
      ),
    },
    target: 'y',
    columns: { Kinosäle: {}, Sitzplätze: {} },
  },
  read('encoding.js#12, French taken for Japanese', {
    'Prénom invitéàçù01': hex('Prénom invitéàçù01'),
    'testéç@bar': hex('testéç@bar'),
  }),
  read('frictionless#100, Spanish taken for Polish', {
    'Educación Pública del Año': hex('Educación Pública del Año'),
    'Niñez y Señales': hex('Niñez y Señales'),
  }),
  read(
    'cChardet#101, Polish of Windows',
    { 'Świętosława Śląska': '8c7769ea746f73b36177 61 20 8c6cb9736b61', 'Żółć i Łódź': 'af f3b3e6 20 69 20 a3f3649f' },
    { input: { encoding: 'windows-1250' } },
  ),
  read('chardet#24, Portuguese capitals taken for Russian', {
    'CERON - CENTRAIS ELÉTRICAS DE RONDÔNIA S.A.': hex('CERON - CENTRAIS ELÉTRICAS DE RONDÔNIA S.A.'),
    'Aluguel de imóveis para escritório político': hex('Aluguel de imóveis para escritório político'),
  }),
  read('cChardet#102, accents before letters taken for Chinese', {
    'Hélène Générale': hex('Hélène Générale'),
    'Société du Théâtre': hex('Société du Théâtre'),
  }),
  read(
    'charlock_holmes#98, a Mac with CR alone',
    { 'SÍTIO UWADA': '53ea54494f205557414441', 'PÃO DE AÇÚCAR': '50cc4f204445204182f2434152' },
    { input: { encoding: 'macintosh' } },
    '\r',
  ),
  read('charlock_holmes#19, Russian taken for French', {
    'Нижний Новгород': 'cde8e6ede8e920cdeee2e3eef0eee4',
    'Ростов-на-Дону': 'd0eef1f2eee22dede02dc4eeedf3',
  }),
  {
    name: 'one byte that is not UTF-8 in a file that is: told, and the rest is not garbled',
    data: inEncoding('n;y', {
      Zürich: utf8('Zürich'),
      Genève: utf8('Genève'),
      Köln: utf8('Köln'),
      'Caf\ufffd': '436166e9',
    }),
    target: 'y',
    warns: [/UTF-8|utf-8/],
    classes: ['Caf\ufffd', 'Genève', 'Köln', 'Zürich'],
    orRefused: /utf-8/i,
  },
];

describeCases('reports of reading', reading);
describeCases('reports of encodings', encodings);
