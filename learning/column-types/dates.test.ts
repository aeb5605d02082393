import { expect, test } from '@jest/globals';
import { parseDate } from './dates.js';

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

test.each(names.map((name, i): [string, number] => [name, i]))(
  '%s is a month, though Romance languages have weekdays of its name',
  (name, month) => {
    for (const text of [`${name} 5, 2018`, `${name} 5 2018`, `5 ${name} 2018`, `5-${name}-18`]) {
      expect([text, parseDate(text, 'day-first')]).toEqual([text, Date.UTC(2018, month, 5)]);
    }
  },
);

test.each(['Mon, 5 Mar 2018', 'mar 5 mars 2018', 'mar. 5 marzo 2018'])('%s has a weekday in front', (text) => {
  expect(parseDate(text, 'day-first')).toBe(Date.UTC(2018, 2, 5));
});

test.each([
  ['2018-03-05 10:30:00 CET', Date.UTC(2018, 2, 5, 9, 30)],
  ['2018-03-05T10:30:00 CEST', Date.UTC(2018, 2, 5, 8, 30)],
  ['Mon Mar 05 2018 10:30:00 GMT+0100 (Central European Standard Time)', Date.UTC(2018, 2, 5, 9, 30)],
  ['2018-12-31 24:00', Date.UTC(2019, 0, 1)],
  ['31.12.2018 24:00', Date.UTC(2019, 0, 1)],
  ['2018年3月5日', Date.UTC(2018, 2, 5)],
  ['5 марта 2018', Date.UTC(2018, 2, 5)],
  ["Mar '18", Date.UTC(2018, 2, 1)],
])('%s is a date', (text, time) => expect(parseDate(text, 'day-first')).toBe(time));
