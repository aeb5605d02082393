import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TextColumn } from '../csv/text-column.js';
import { isCategory } from '../arrays/table.js';
import { parseDate } from './dates.js';
import { inferReading, inferReadings, type InferredReading } from './infer.js';
import type { ReadingOptions } from './study.js';
import { monthOf } from './month-names.js';
import { parseNumber } from './numbers.js';
import { readColumn } from './read-column.js';

const columnOf = (texts: readonly string[], name = 'x'): TextColumn => {
  const column = new TextColumn(name);
  for (const text of texts) column.append(text);
  return column;
};
const infer = (texts: readonly string[], options: Partial<ReadingOptions> = {}): InferredReading =>
  inferReading(columnOf(texts), { rows: null, ...options });
/** A column's values, categories as their texts, dates as ISO texts. */
const valuesOf = (texts: readonly string[], options: Partial<ReadingOptions> = {}): (string | number | null)[] => {
  const { column } = readColumn(columnOf(texts), infer(texts, options).reading, null);
  if (isCategory(column)) return Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]));
  return Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return null;
    return column.type === 'date' ? new Date(value).toISOString().replace(/T00:00:00.000Z$|:00.000Z$/, '') : value;
  });
};
const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => String(from + i));

describe('numbers', () => {
  it.each<[string[], number[]]>([
    // One value shows the mark, for the whole column.
    [
      ['1.234', '12,5'],
      [1234, 12.5],
    ],
    [
      ['1,234', '12.5'],
      [1234, 12.5],
    ],
    [
      ['1.234', '1.234.567'],
      [1234, 1234567],
    ],
    [
      ['0,125', '1.250'],
      [0.125, 1250],
    ],
    [
      ['1.299,99', '12,00'],
      [1299.99, 12],
    ],
    [
      ['27,700', '31,250'],
      [27700, 31250],
    ],
    [
      ['1 234,56', '12\u202f345,5', '7\u00a0000'],
      [1234.56, 12345.5, 7000],
    ],
    [
      ["1'234.50", '1’000'],
      [1234.5, 1000],
    ],
    [
      ['1_000', '25'],
      [1000, 25],
    ],
    [
      ['12,34,567', '1,00,000'],
      [1234567, 100000],
    ],
    [
      ['$1,234.50', '-$5', '$-7', '($3.00)'],
      [1234.5, -5, -7, -3],
    ],
    [
      ['1.234,50 €', '12,00 €'],
      [1234.5, 12],
    ],
    [
      ['USD 12', '$13', 'US$ 14'],
      [12, 13, 14],
    ],
    [
      ['R$ 1.234,56', 'R$ 5,00'],
      [1234.56, 5],
    ],
    [
      ['€110.5M', '€500K', '€0'],
      [110.5e6, 500e3, 0],
    ],
    [
      ['12%', '5.5 %'],
      [12, 5.5],
    ],
    [
      ['3.5km', '12 km'],
      [3.5, 12],
    ],
    [
      ['2 years', '1 year', '10 Years'],
      [2, 1, 10],
    ],
    [
      ['−5', '5-', '+5', '–7'],
      [-5, -5, 5, -7],
    ],
    [
      ['5,-', '1.234,-'],
      [5, 1234],
    ],
    [
      ['1e-5', '2E+3', '1,5'],
      [1e-5, 2e3, 1.5],
    ],
    [
      ['1e308', '-1.5e-308'],
      [1e308, -1.5e-308],
    ],
    [
      ['00', '7', '23'],
      [0, 7, 23],
    ],
    [
      ['2019', '2020'],
      [2019, 2020],
    ],
    [
      ['1546300800', '1546387200'],
      [1546300800, 1546387200],
    ],
  ])('%j are %j', (texts, values) => {
    expect(valuesOf(texts)).toEqual(values);
  });

  it('says what can be read in two ways, what was decided, and the option', () => {
    expect(infer(['1.234', '5.678']).warnings).toEqual([
      'x: "1.234" can be read as 1.234 or as 1234; it is read as 1.234, because without other evidence a point is the decimal mark and a comma groups thousands. --decimal comma reads it the other way',
    ]);
    expect(valuesOf(['1.234', '5.678'], { decimal: 'comma' })).toEqual([1234, 5678]);
    expect(infer(['1.234', '5.678'], { decimal: 'comma' }).warnings).toEqual([]);
    expect(valuesOf(['27,700'], { decimal: 'comma' })).toEqual([27.7]);
    expect(infer(['1.5', '2.5'], { decimal: 'comma' }).warnings).toEqual([
      'x: "1.5" is a number by a decimal point only, so --decimal comma is not followed',
    ]);
  });

  it("is settled by the file's other columns, which warns where it is not what is usual", () => {
    const columns = [columnOf(['46.388', '5.000'], 'people'), columnOf(['2,2', '3,5'], 'share')];
    const [people] = inferReadings(columns, { rows: null }, new Map());
    expect(people.reading).toMatchObject({ decimal: 'comma' });
    expect(people.warnings[0]).toMatch(/read as 46388, because other columns have a decimal comma. --decimal point/);
    const usual = [columnOf(['46.388'], 'people'), columnOf(['2.25'], 'share')];
    expect(inferReadings(usual, { rows: null }, new Map())[0].warnings).toEqual([]);
  });

  it('finds the mark in rows far behind ten thousand different values', () => {
    const texts = [
      ...numbers(30_000, 1000).map((text) => `${text.slice(0, 2)}.${text.slice(2).padEnd(3, '0')}`),
      '1,5',
    ];
    expect(infer(texts).reading).toMatchObject({ type: 'numeric', decimal: 'comma' });
  });

  it('looks at the given rows alone', () => {
    const texts = ['1.234', '5.678', '1,5'];
    expect(infer(texts, { rows: Int32Array.of(0, 1) }).reading).toMatchObject({ decimal: 'point' });
  });

  it('counts infinite numbers and takes them as missing', () => {
    const texts = ['inf', '-Inf', '1e400', '∞', '1.5', '2'];
    const read = readColumn(columnOf(texts), infer(texts).reading, null);
    expect(read).toMatchObject({ infinite: 4, firstInfinite: 'inf', unread: 0 });
    expect(valuesOf(texts)).toEqual([null, null, null, null, 1.5, 2]);
  });

  it.each<[string, string[], RegExp]>([
    ['limits', ['<0.01', '0.5', '65+'], /limits such as "<0.01"/],
    ['numbers without the unit', ['70 kg', '81 kg', '65'], /"65" has no unit/],
    ['rounding', ['1171950000000000001', '1171960000000000001'], /--type x=categorical/],
    ['codes', ['01234', '90210'], /codes with zeros in front \("01234"\).*--type x=numeric/],
    ['ids that doubles would merge', ['12345678901234567890', '12345678901234567891'], /too long for numbers/],
    ['two ways', ['1.5', '1,5', '2.5', '2,5'], /numbers are written in two ways: "1.5" and "1,5"/],
    ['two units', ['70 kg', '150 lb', '80 kg', '160 lb'], /not all in kg: "150 lb"/],
    ['unknown forms', numbers(12, 10).map((n) => `${n} ft ${n} in`), /"10 ft 10 in" is not a known form of a number/],
    ['text among numbers', [...numbers(70, 1000), ...numbers(30).map((n) => `PC ${n}`)], /"PC 0".*--type x=numeric/],
  ])('warns of %s', (_, texts, warning) => expect(infer(texts).warnings.join('\n')).toMatch(warning));

  it('reads by either mark what was written by it', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(number, fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN'), (value, locale) => {
        const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
        const decimal = ['de-DE', 'fr-FR'].includes(locale) ? 'comma' : 'point';
        expect(parseNumber(text, decimal)).toBeCloseTo(Math.round(value * 100) / 100, 1);
      }),
    );
  });

  it.each([
    '10-20',
    '1.2.3',
    '10.0.0.1',
    '0x1F',
    '1/2',
    'Q1',
    'ID 5',
    '12:30',
    '1,23,4',
    '1O.5',
    '5\'10"',
    '',
    '-',
    '.',
  ])('%j is none', (text) => {
    expect(parseNumber(text, 'point')).toBeNull();
    expect(parseNumber(text, 'comma')).toBeNull();
  });
});

describe('a few odd texts', () => {
  it.each<[string, string, string[]]>([
    ['numeric', 'one in a hundred', [...numbers(99), '1O.5']],
    ['numeric', 'several different ones among many', [...numbers(400), 'x', 'yy', 'z?', 'n', 'q']],
    ['numeric', 'a word in a third of the rows', [...numbers(100), ...Array<string>(50).fill('no idea')]],
    ['numeric', 'words that say that there is no number', ['-', '5', '7', '-', 'None', 'unknown']],
    ['numeric', 'one among few ratings', [...Array<string>(150).fill('3'), ...Array<string>(150).fill('4'), 'x']],
    ['date', 'one among dates', [...numbers(25, 1).map((d) => `2019-01-${d.padStart(2, '0')}`), 'soon']],
    ['categorical', 'sizes', ['36', '38', '40', 'S', 'M', 'L']],
    ['categorical', 'letters among codes', [...numbers(80, 250), ...numbers(12, 20).map((n) => `V${n}`)]],
    ['categorical', 'few numbers beside a word', ['1', '2', '3', 'many']],
    ['categorical', 'words', ['None', 'low', 'high', 'low']],
  ])('%s: %s', (type, _, texts) => expect(infer(texts).reading.type).toBe(type));
});

describe('dates', () => {
  it.each<[string[], string[]]>([
    [
      ['12/20/15', '04/05/18'],
      ['2015-12-20', '2018-04-05'],
    ],
    [
      ['31/12/99', '05/04/68'],
      ['1999-12-31', '2068-04-05'],
    ],
    [
      ['18-01-31', '18-02-25', '19-03-01'],
      ['2018-01-31', '2018-02-25', '2019-03-01'],
    ],
    [
      ['11/13/2019 12:00:00 AM', '11/01/2019 01:30 PM'],
      ['2019-11-13', '2019-11-01T13:30'],
    ],
    [
      ['31 Jan 2018', '1-Feb-19', 'Mar 3, 2020'],
      ['2018-01-31', '2019-02-01', '2020-03-03'],
    ],
    [
      ['31. März 2018', '1. Dez. 2019'],
      ['2018-03-31', '2019-12-01'],
    ],
    [
      ['3 août 2019', '1er janvier 2020'],
      ['2019-08-03', '2020-01-01'],
    ],
    [
      ['5 de enero de 2018', '7 de mayo de 2019'],
      ['2018-01-05', '2019-05-07'],
    ],
    [
      ['01JAN2018', '15DEC2019'],
      ['2018-01-01', '2019-12-15'],
    ],
    [
      ['20180131', '20190201', '20191231'],
      ['2018-01-31', '2019-02-01', '2019-12-31'],
    ],
    [
      ['2018-01', '2019-12'],
      ['2018-01-01', '2019-12-01'],
    ],
    [
      ['Wed, 31 Jan 2018 12:00:00 GMT', 'Thu, 1 Feb 2018 00:00:00 GMT'],
      ['2018-01-31T12:00', '2018-02-01'],
    ],
    [['Wed Aug 27 13:08:00 +0000 2008'], ['2008-08-27T13:08']],
    [
      ['2019-01-01T00:00:00+02:00', '2019-01-01 10:00:00 EST'],
      ['2018-12-31T22:00', '2019-01-01T15:00'],
    ],
    [
      ['12:30', '25:00:00'],
      ['1970-01-01T12:30', '1970-01-02T01:00'],
    ],
  ])('%j', (texts, values) => expect(valuesOf(texts)).toEqual(values));

  it('says that an order was guessed, and the option that settles it', () => {
    const texts = ['03/04/2019', '05/06/2019'];
    expect(infer(texts).warnings).toEqual([
      'x: "03/04/2019" can be read as 2019-04-03 or as 2019-03-04; it is read as 2019-04-03, because without other evidence the day comes first. --date-order month reads it the other way',
    ]);
    expect(valuesOf(texts, { dateOrder: 'month' })).toEqual(['2019-03-04', '2019-05-06']);
    expect(infer(texts, { dateOrder: 'month' }).warnings).toEqual([]);
    const beside = [columnOf(texts), columnOf(['01/31/2018'], 'z')];
    expect(inferReadings(beside, { rows: null }, new Map())[0].reading).toMatchObject({ order: 'month-first' });
  });

  it('takes zero dates as missing, however many', () => {
    const texts = ['0000-00-00', '2019-01-01', '0000-00-00', '00/00/0000', '2018-05-05'];
    expect(valuesOf(texts)).toEqual([null, '2019-01-01', null, null, '2018-05-05']);
    expect(readColumn(columnOf(texts), infer(texts).reading, null).unread).toBe(3);
  });

  it('warns of columns with two orders', () => {
    const texts = numbers(8, 13).flatMap((day) => [`${day}/01/2018`, `01/${day}/2018`]);
    expect(infer(texts).warnings[0]).toMatch(/dates are written in two ways/);
  });

  it.each(['2023-02-30', '30/02/2020', '2019-13-01', '12:75', '20190231', '1.5', '2019', 'May'])('%j is none', (text) =>
    expect(parseDate(text, 'day-first')).toBeNull(),
  );

  it('knows the months of a dozen languages', () => {
    const names = [
      'january',
      'Feb',
      'März',
      'avril',
      'maggio',
      'junho',
      'juli',
      'sierpnia',
      'september',
      'okt',
      'nov.',
      'dez',
    ];
    expect(names.map(monthOf)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});

describe('one value in several spellings', () => {
  it.each<[string[], (string | number | null)[]]>([
    [
      ['true', 'TRUE', 'False', 'f', '1'],
      ['true', 'true', 'false', 'false', 'true'],
    ],
    [
      ['Y', 'n', 'yes', 'NO'],
      ['true', 'false', 'true', 'false'],
    ],
    [
      ['café', 'cafe\u0301', 'New  York', 'New\u00a0York'],
      ['café', 'café', 'New York', 'New York'],
    ],
    [
      ['1', '1.0', 'x', 'y', 'x'],
      ['1', '1', 'x', 'y', 'x'],
    ],
    [
      ['F', 'M', 'F'],
      ['F', 'M', 'F'],
    ],
  ])('%j', (texts, values) => expect(valuesOf(texts)).toEqual(values));

  it('fills codes up with the zeros that they lost', () => {
    const { reading } = infer(['01234', '90210']);
    const { column } = readColumn(columnOf(['1234', '1234.0', '01234']), reading, null);
    expect(column).toMatchObject({ levels: ['01234'] });
  });
});

describe('missing values', () => {
  it('says that a word could be a value, and lets a person name the words', () => {
    const countries = ['DE', 'NA', 'FR', 'NA'];
    expect(infer(countries).warnings).toEqual([
      'x: "NA" is taken as missing (2 rows), though it could be a value as "DE" is; --missing names the words that are missing ("" for none)',
    ]);
    expect(valuesOf(countries, { missing: [] })).toEqual(countries);
    expect(infer(['male', 'NA', 'female']).warnings).toEqual([]);
    expect(valuesOf(['-999', '5', '-999.0', '', 'NA'], { missing: ['-999', 'NA'] })).toEqual([
      null,
      5,
      null,
      null,
      null,
    ]);
  });
});

describe('what was reported of other tools', () => {
  it.each<[string, string[], (string | number)[]]>([
    ['pandas#59299', ['1,20', '22,3', '1.234,56'], [1.2, 22.3, 1234.56]],
    ['pandas#4598', ['2,334.01', '13'], [2334.01, 13]],
    ['readr#799', [...numbers(1200, 1).slice(0, 999), '1,200'], [...numbers(999, 1).map(Number), 1200]],
    ['sheetjs/ssf#22', ['766', '2,298', '510', '1,530'], [766, 2298, 510, 1530]],
    ['pandas#38420', ['1a.2,3', '1,2,3', '7'], ['1a.2,3', '1,2,3', '7']],
    ['node-csv-parse#37', ['01010', '90210'], ['01010', '90210']],
    ['csvkit#977, frictionless#1232', ['1360', '0530', '0870'], ['1360', '0530', '0870']],
    ['bilig#28', ['021000021', '011000015'], ['021000021', '011000015']],
    ['csvkit#280', ['02/01/2014', '31/12/2012'], ['2014-01-02', '2012-12-31']],
    ['pandas#25847', ['01/01/2018', '02/01/2018', '31/01/2018'], ['2018-01-01', '2018-01-02', '2018-01-31']],
    ['messytables#148', ['12/31/2014', '01/02/2014'], ['2014-12-31', '2014-01-02']],
    ['submersion#1828', ['15/04/1991', '03/04/1991'], ['1991-04-15', '1991-04-03']],
    ['automated-data-analyst#23', ['13.01.2022', '05.03.2022'], ['2022-01-13', '2022-03-05']],
    ['CSV.jl#609', ['1/2/2020 12:15 AM', '1/13/2020 11:00 PM'], ['2020-01-02T00:15', '2020-01-13T23:00']],
  ])('%s', (_, texts, values) => expect(valuesOf(texts)).toEqual(values));
});
