import { describe, expect, it } from '@jest/globals';
import { inferTexts, numbers, textColumn, valuesOf } from '../../test/support/read-texts.js';
import { parseDate } from './dates.js';
import { inferReadings } from './infer.js';
import { monthOf } from './month-names.js';
import { readColumn } from './read-column.js';

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

it.each(names.map((name, i): [string, number] => [name, i]))(
  '%s is a month, though Romance languages have weekdays of its name',
  (name, month) => {
    for (const text of [`${name} 5, 2018`, `${name} 5 2018`, `5 ${name} 2018`, `5-${name}-18`]) {
      expect([text, parseDate(text, 'day-first')]).toEqual([text, Date.UTC(2018, month, 5)]);
    }
  },
);

it.each(['Mon, 5 Mar 2018', 'mar 5 mars 2018', 'mar. 5 marzo 2018'])('%s has a weekday in front', (text) => {
  expect(parseDate(text, 'day-first')).toBe(Date.UTC(2018, 2, 5));
});

it.each([
  ['2018-03-05 10:30:00 CET', Date.UTC(2018, 2, 5, 9, 30)],
  ['2018-03-05T10:30:00 CEST', Date.UTC(2018, 2, 5, 8, 30)],
  ['Mon Mar 05 2018 10:30:00 GMT+0100 (Central European Standard Time)', Date.UTC(2018, 2, 5, 9, 30)],
  ['2018-12-31 24:00', Date.UTC(2019, 0, 1)],
  ['31.12.2018 24:00', Date.UTC(2019, 0, 1)],
  ['2018年3月5日', Date.UTC(2018, 2, 5)],
  ['5 марта 2018', Date.UTC(2018, 2, 5)],
  ["Mar '18", Date.UTC(2018, 2, 1)],
])('%s is a date', (text, time) => expect(parseDate(text, 'day-first')).toBe(time));

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
    expect(inferTexts(texts).warnings).toEqual([
      'x: "03/04/2019" can be read as 2019-04-03 or as 2019-03-04; it is read as 2019-04-03, because without other evidence the day comes first. --date-order month reads it the other way',
    ]);
    expect(valuesOf(texts, { dateOrder: 'month' })).toEqual(['2019-03-04', '2019-05-06']);
    expect(inferTexts(texts, { dateOrder: 'month' }).warnings).toEqual([]);
    const beside = [textColumn(texts), textColumn(['01/31/2018'], 'z')];
    expect(inferReadings(beside, { rows: null }, new Map())[0].reading).toMatchObject({ order: 'month-first' });
  });

  it('takes zero dates as missing, however many', () => {
    const texts = ['0000-00-00', '2019-01-01', '0000-00-00', '00/00/0000', '2018-05-05'];
    expect(valuesOf(texts)).toEqual([null, '2019-01-01', null, null, '2018-05-05']);
    expect(readColumn(textColumn(texts), inferTexts(texts).reading, null).unread).toBe(3);
  });

  it('warns of columns with two orders', () => {
    const texts = numbers(8, 13).flatMap((day) => [`${day}/01/2018`, `01/${day}/2018`]);
    expect(inferTexts(texts).warnings[0]).toMatch(/dates are written in two ways/);
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
