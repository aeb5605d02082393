import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inferTexts, numbers, textColumn, valuesOf } from '../../test/support/read-texts.js';
import { inferReadings } from './infer.js';
import { parseNumber } from './numbers.js';
import { readColumn } from './read-column.js';

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
    expect(inferTexts(['1.234', '5.678']).warnings).toEqual([
      'x: "1.234" can be read as 1.234 or as 1234; it is read as 1.234, because without other evidence a point is the decimal mark and a comma groups thousands. --decimal comma reads it the other way',
    ]);
    expect(valuesOf(['1.234', '5.678'], { decimal: 'comma' })).toEqual([1234, 5678]);
    expect(inferTexts(['1.234', '5.678'], { decimal: 'comma' }).warnings).toEqual([]);
    expect(valuesOf(['27,700'], { decimal: 'comma' })).toEqual([27.7]);
    expect(inferTexts(['1.5', '2.5'], { decimal: 'comma' }).warnings).toEqual([
      'x: "1.5" is a number by a decimal point only, so --decimal comma is not followed',
    ]);
  });

  it("is settled by the file's other columns, which warns where it is not what is usual", () => {
    const columns = [textColumn(['46.388', '5.000'], 'people'), textColumn(['2,2', '3,5'], 'share')];
    const [people] = inferReadings(columns, { rows: null }, new Map());
    expect(people.reading).toMatchObject({ decimal: 'comma' });
    expect(people.warnings[0]).toMatch(/read as 46388, because other columns have a decimal comma. --decimal point/);
    const usual = [textColumn(['46.388'], 'people'), textColumn(['2.25'], 'share')];
    expect(inferReadings(usual, { rows: null }, new Map())[0].warnings).toEqual([]);
  });

  it('finds the mark in rows far behind ten thousand different values', () => {
    const texts = [
      ...numbers(30_000, 1000).map((text) => `${text.slice(0, 2)}.${text.slice(2).padEnd(3, '0')}`),
      '1,5',
    ];
    expect(inferTexts(texts).reading).toMatchObject({ type: 'numeric', decimal: 'comma' });
  });

  it('looks at the given rows alone', () => {
    const texts = ['1.234', '5.678', '1,5'];
    expect(inferTexts(texts, { rows: Int32Array.of(0, 1) }).reading).toMatchObject({ decimal: 'point' });
  });

  it('counts infinite numbers and takes them as missing', () => {
    const texts = ['inf', '-Inf', '1e400', '∞', '1.5', '2'];
    const read = readColumn(textColumn(texts), inferTexts(texts).reading, null);
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
  ])('warns of %s', (_, texts, warning) => expect(inferTexts(texts).warnings.join('\n')).toMatch(warning));

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
  ])('%s: %s', (type, _, texts) => expect(inferTexts(texts).reading.type).toBe(type));
});
