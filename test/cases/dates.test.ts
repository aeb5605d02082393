import { tableText } from '../support/case-tables.js';
import { describeCases, type DataCase } from '../support/data-cases.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const two = (value: number): string => String(value).padStart(2, '0');

/** Days of 2015 to 2019 as they are written; those before July 2017 are `early`. */
function days(write: (day: Date) => string, delimiter = ','): { text: string } {
  const [from, to, middle] = [Date.UTC(2015, 0, 1), Date.UTC(2019, 11, 31), Date.UTC(2017, 6, 1)];
  const text = tableText(
    ['when', 'z', 'y'],
    120,
    (i, random) => {
      const day = new Date(from + Math.floor(random.float() * (to - from)));
      return [write(day), i % 7, day.getTime() < middle ? 'early' : 'late'];
    },
    { delimiter },
  );
  return { text };
}

const when = { when: { type: 'date', leftOut: null } } as const;
const learnt: [number, number] = [0, 0.2];
const parts = (day: Date) => ({
  y: day.getUTCFullYear(),
  m: day.getUTCMonth(),
  d: day.getUTCDate(),
  h: day.getUTCHours(),
  min: day.getUTCMinutes(),
});

const given: DataCase[] = [
  {
    name: 'r23b: day or month first',
    data: { file: 'r23b-ambiguous.csv' },
    target: 'y',
    columns: { when: { type: 'date' } },
    warns: [/when.*\d\d\/\d\d\/2018.*--date-order/],
  },
  { name: 'r24: two-digit years', data: { file: 'r24-two-digit-year.csv' }, target: 'y', columns: when, score: learnt },
  { name: 'r24b: AM and PM', data: { file: 'r24b-am-pm.csv' }, target: 'y', columns: when, score: learnt },
];

const written: [string, { text: string }][] = [
  [
    '31-Jan-2018',
    days((day) => {
      const { y, m, d } = parts(day);
      return `${two(d)}-${MONTHS[m].slice(0, 3)}-${y}`;
    }),
  ],
  [
    '31-JAN-18',
    days((day) => {
      const { y, m, d } = parts(day);
      return `${d}-${MONTHS[m].slice(0, 3).toUpperCase()}-${two(y % 100)}`;
    }),
  ],
  [
    'January 31, 2018',
    days((day) => {
      const { y, m, d } = parts(day);
      return `"${MONTHS[m]} ${d}, ${y}"`;
    }),
  ],
  [
    '31 January 2018',
    days((day) => {
      const { y, m, d } = parts(day);
      return `${d} ${MONTHS[m]} ${y}`;
    }),
  ],
  [
    'Jan 31 2018 1:05PM',
    days((day) => {
      const { y, m, d, h, min } = parts(day);
      return `${MONTHS[m].slice(0, 3)} ${d} ${y} ${h % 12 || 12}:${two(min)}${h < 12 ? 'AM' : 'PM'}`;
    }),
  ],
  [
    '31.01.18',
    days((day) => {
      const { y, m, d } = parts(day);
      return `${two(d)}.${two(m + 1)}.${two(y % 100)}`;
    }),
  ],
  [
    '31.1.2018 14:05',
    days((day) => {
      const { y, m, d, h, min } = parts(day);
      return `${d}.${m + 1}.${y} ${h}:${two(min)}`;
    }),
  ],
  [
    '1/31/2018 2:05 p.m.',
    days((day) => {
      const { y, m, d, h, min } = parts(day);
      return `${m + 1}/${d}/${y} ${h % 12 || 12}:${two(min)} ${h < 12 ? 'a.m.' : 'p.m.'}`;
    }),
  ],
  [
    '2018/1/31 14:05',
    days((day) => {
      const { y, m, d, h, min } = parts(day);
      return `${y}/${m + 1}/${d} ${h}:${two(min)}`;
    }),
  ],
  ['2018-01-31T12:30:00.123+02:00', days((day) => day.toISOString().replace('Z', '+02:00'))],
  ['2018-01-31 12:30:00 UTC', days((day) => day.toISOString().slice(0, 19).replace('T', ' ') + ' UTC')],
  ['Wed, 31 Jan 2018 12:30:00 GMT', days((day) => `"${day.toUTCString()}"`)],
  [
    'Jan-2018',
    days((day) => {
      const { y, m } = parts(day);
      return `${MONTHS[m].slice(0, 3)}-${y}`;
    }),
  ],
  ['2018-01', days((day) => day.toISOString().slice(0, 7))],
];

const siblings: DataCase[] = [
  ...written.map(([name, data]): DataCase => ({
    name: `${name} is a date`,
    data,
    target: 'y',
    columns: when,
    score: learnt,
  })),
  {
    name: '20180131 parts the classes, as a number or a date',
    data: days((day) => day.toISOString().slice(0, 10).replaceAll('-', '')),
    target: 'y',
    columns: { when: { leftOut: null } },
    score: learnt,
  },
  ...(
    [
      ['points', '.', ''],
      ['hyphens', '-', ''],
      ['two-digit years', '/', 'short'],
    ] as const
  ).map(([name, mark, year]): DataCase => ({
    name: `the order of dates with ${name} is guessed, and it is said`,
    data: {
      text: tableText(['when', 'y'], 60, (i) => [
        [two(1 + (i % 12)), two(1 + ((i * 5) % 12)), year ? '18' : '2018'].join(mark),
        i % 2 ? 'a' : 'b',
      ]),
    },
    target: 'y',
    columns: { when: { type: 'date' } },
    warns: [/when.*\d\d.\d\d.\d\d.*--date-order/],
  })),
  {
    name: 'one day beyond the twelfth settles the order',
    data: {
      text: tableText(['when', 'y'], 60, (i) => [
        `${i === 40 ? 25 : two(1 + (i % 12))}/${two(1 + ((i * 5) % 12))}/2018`,
        i % 2 ? 'a' : 'b',
      ]),
    },
    target: 'y',
    columns: { when: { type: 'date', reading: /day/, evidence: /25\/\d\d\/2018/ } },
    quiet: [/--date-order/],
  },
  {
    name: 'a person settles the order: --date-order month',
    data: { file: 'r23b-ambiguous.csv' },
    target: 'y',
    input: { dateOrder: 'month' },
    columns: { when: { type: 'date', reading: /month/ } },
    quiet: [/--date-order/],
  },
  {
    name: 'zero dates are missing, and said',
    data: days((day) => (day.getUTCDate() === 9 ? '0000-00-00' : day.toISOString().slice(0, 10))),
    target: 'y',
    columns: when,
    warns: [/when.*0000-00-00/],
    score: [0, 0.3],
  },
  {
    name: 'a few texts among dates are missing, and said',
    data: days((day) => (day.getUTCDate() === 9 ? 'unknown' : day.toISOString().slice(0, 10))),
    target: 'y',
    columns: when,
    warns: [/when.*unknown/],
    score: [0, 0.3],
  },
  {
    name: 'dates of a new file written otherwise are not lost in silence',
    data: days((day) => day.toISOString().slice(0, 10)),
    target: 'y',
    predict: [
      { data: { text: 'when,z\n2015-05-01,1\n2019-05-01,1\n' }, are: ['early', 'late'] },
      { data: { text: 'when,z\n"May 1, 2015",1\n"May 1, 2019",1\n' }, are: ['early', 'late'] },
    ],
  },
  {
    name: 'two-digit years fall into the last hundred years, not into the future',
    data: {
      text: tableText(['born', 'y'], 100, (i) => {
        const year = 1931 + ((i * 7) % 70);
        return [`${two(1 + (i % 28))}-Mar-${two(year % 100)}`, year < 1966 ? 'old' : 'young'];
      }),
    },
    target: 'y',
    columns: { born: { type: 'date', leftOut: null } },
    score: [0, 0.25],
  },
];

describeCases('dates: the cases that were reported', given);
describeCases('dates: others of their kinds', siblings);
