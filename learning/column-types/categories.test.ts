import { describe, expect, it } from '@jest/globals';
import { inferTexts, numbers, textColumn, valuesOf } from '../../test/support/read-texts.js';
import { readColumn } from './read-column.js';

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
    const { reading } = inferTexts(['01234', '90210']);
    const { column } = readColumn(textColumn(['1234', '1234.0', '01234']), reading, null);
    expect(column).toMatchObject({ levels: ['01234'] });
  });
});

describe('missing values', () => {
  it('says that a word could be a value, and lets a person name the words', () => {
    const countries = ['DE', 'NA', 'FR', 'NA'];
    expect(inferTexts(countries).warnings).toEqual([
      'x: "NA" is taken as missing (2 rows), though it could be a value as "DE" is; --missing names the words that are missing ("" for none)',
    ]);
    expect(valuesOf(countries, { missing: [] })).toEqual(countries);
    expect(inferTexts(['male', 'NA', 'female']).warnings).toEqual([]);
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
