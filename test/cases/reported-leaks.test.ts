import { tableText } from '../support/case-tables.js';
import { describeCases, type DataCase } from '../support/data-cases.js';

/** Further public reports of leaks, each made into a small input of its own: no text or data is theirs. */

const told = (
  name: string,
  column: string,
  cells: (kind: boolean, i: number) => string | number,
  rows = 150,
): DataCase => ({
  name,
  data: {
    text: tableText(['a', 'b', column, 'y'], rows, (i, random) => {
      const kind = random.chance(0.4);
      return [random.below(100), random.normal().toFixed(3), cells(kind, i), kind ? 'yes' : 'no'];
    }),
  },
  target: 'y',
  warns: [new RegExp(`\\b${column}\\b.*(\\d|y)`)],
});

const leaks: DataCase[] = [
  {
    name: 'a numbered row of pandas in a file sorted by class (Unnamed: 0)',
    data: {
      text: tableText(['', 'a', 'y'], 150, (i, random) => [i, random.below(100), ['x', 'y', 'z'][Math.floor(i / 50)]]),
    },
    target: 'y',
    columns: { 'column 1': { leftOut: /./ } },
  },
  told('what is filled in only afterwards (the boat of who was saved)', 'boat', (kind, i) =>
    kind ? (i * 7) % 16 : '',
  ),
  told('a day that only one class has (the day of cancelling)', 'cancelled_on', (kind, i) =>
    kind ? `2021-0${1 + (i % 9)}-1${i % 10}` : '',
  ),
  told(
    'a reason that each stands for one class',
    'resolution',
    (kind, i) => (kind ? ['fixed', 'merged', 'done'] : ['rejected', 'spam', 'old'])[i % 3],
  ),
  told('a code in another unit', 'code', (kind, i) => (kind ? 200 + (i % 5) : 400 + (i % 5))),
  {
    name: 'one person in many rows, whose class never changes',
    data: {
      text: tableText(['patient', 'a', 'y'], 300, (i, random) => [
        `P${100 + (i % 30)}`,
        random.below(100),
        (i % 30) % 2 ? 'ill' : 'well',
      ]),
    },
    target: 'y',
    warns: [/patient/],
  },
  {
    name: 'the logarithm of a target of numbers',
    data: {
      text: tableText(['a', 'log_price', 'price'], 150, (_, random) => {
        const price = 100 + random.below(90_000);
        return [random.below(100), Math.log(price).toFixed(6), price];
      }),
    },
    target: 'price',
    task: 'regression',
    warns: [/log_price/],
  },
  {
    name: 'a twentieth of the rows twice: counted and said',
    data: {
      text: (() => {
        const lines = tableText(['a', 'b', 'y'], 200, (_, random) => [
          random.normal().toFixed(5),
          random.normal().toFixed(5),
          random.chance(0.5) ? 'x' : 'z',
        ])
          .trimEnd()
          .split('\n');
        return [...lines, ...lines.slice(21, 31), ''].join('\n');
      })(),
    },
    target: 'y',
    warns: [/\b(10|20)\b.*rows/],
  },
  {
    name: 'the same inputs with other labels: no score can be perfect, and the copies stay together',
    data: { text: tableText(['a', 'b', 'y'], 240, (i) => [(i * 7) % 40, (i * 11) % 40, i < 120 ? 'x' : 'z']) },
    target: 'y',
    score: [0.6, 1.2],
    warns: [/\b(240|200|40)\b/],
  },
  told('the score of an earlier model', 'earlier_score', (kind, i) => ((kind ? 0.6 : 0.1) + (i % 30) / 100).toFixed(2)),
];

describeCases('reports of leaks', leaks);
