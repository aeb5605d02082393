import { createRandom } from '../../random/index.js';
import { tableText } from '../support/case-tables.js';
import { describeCases, type DataCase } from '../support/data-cases.js';

/** Log loss of two classes without skill is 0.69. */
const noSkill: [number, number] = [0.5, 0.9];
/** Accuracy of coin flips on a dozen different rows; copies on both sides give 1. */
const half: [number, number] = [0.15, 0.85];

const given: DataCase[] = [
  {
    name: 'r12: the target twice',
    data: { file: 'r12-target-twice.csv' },
    target: 'y',
    orRefused: /y_2.*copy/,
    columns: { y_2: { leftOut: /copy of y/ } },
    warns: [/y_2/],
    score: noSkill,
  },
  {
    name: 's08: a key that rises with the class',
    data: { file: 's08-key-follows-class.csv' },
    target: 'y',
    warns: [/order_no/],
  },
  {
    name: 's09: each row ten times',
    data: { file: 's09-each-row-ten-times.csv' },
    target: 'coin',
    input: { metric: 'accuracy' },
    warns: [/\b(600|540)\b.*(rows|copies)|rows.*\b(600|540|60)\b/],
    score: half,
  },
];

/** Coin flips and noise, with further columns made of the coin. */
const coins = (
  names: readonly string[],
  cells: (coin: boolean, i: number) => readonly (string | number)[],
  rows = 120,
): { text: string } => ({
  text: tableText(['a', ...names, 'coin'], rows, (i, random) => {
    const coin = random.chance(0.5);
    return [random.below(100), ...cells(coin, i), coin ? 'heads' : 'tails'];
  }),
});

/** Rows of noise, each written several times in another order. */
function repeated(
  distinct: number,
  times: number,
  write: (row: [number, number, string], time: number) => string,
): { text: string } {
  const random = createRandom(3);
  const rows = Array.from({ length: distinct }, (): [number, number, string] => [
    Math.round(random.normal() * 1e6) / 1e6,
    Math.round(random.normal() * 1e6) / 1e6,
    random.chance(0.5) ? 'heads' : 'tails',
  ]);
  const written = Array.from({ length: times }, (_, time) => rows.map((row) => write(row, time))).flat();
  return { text: `a,b,coin\n${random.shuffle(written).join('\n')}\n` };
}

const siblings: DataCase[] = [
  ...(
    [
      ['under another name', 'outcome', (coin: boolean) => [coin ? 'heads' : 'tails']],
      ['as numbers', 'target_code', (coin: boolean) => [coin ? 1 : 0]],
      ['in capitals', 'Coin', (coin: boolean) => [coin ? 'HEADS' : 'TAILS']],
      ['as truth', 'is_heads', (coin: boolean) => [coin ? 'true' : 'false']],
      ['in another language', 'muenze', (coin: boolean) => [coin ? 'Kopf' : 'Zahl']],
    ] as const
  ).map(([name, column, cells]): DataCase => ({
    name: `a copy of the target ${name} is left out, or told with evidence`,
    data: coins([column], cells),
    target: 'coin',
    warns: [new RegExp(column)],
  })),
  {
    name: 'a copy of a target of numbers is told',
    data: {
      text: tableText(['x', 'price_eur', 'price'], 100, (_, random) => {
        const price = 100 + random.below(9000);
        return [random.below(50), price, price];
      }),
    },
    target: 'price',
    task: 'regression',
    warns: [/price_eur/],
  },
  {
    name: 'a target of numbers in another unit is told',
    data: {
      text: tableText(['x', 'price_usd', 'price'], 100, (_, random) => {
        const price = 100 + random.below(9000);
        return [random.below(50), (price * 1.1).toFixed(2), price];
      }),
    },
    target: 'price',
    task: 'regression',
    warns: [/price_usd/],
  },
  {
    name: 'several classes and a copy of them as numbers',
    data: {
      text: tableText(['a', 'kind_id', 'kind'], 120, (_, random) => {
        const kind = random.below(4);
        return [random.below(100), [7, 2, 9, 4][kind], ['ash', 'oak', 'elm', 'fir'][kind]];
      }),
    },
    target: 'kind',
    warns: [/kind_id/],
  },
  {
    name: 'a key that falls with the class',
    data: {
      text: tableText(['ticket', 'a', 'y'], 120, (i, random) => [
        9000 - 13 * i,
        random.below(100),
        i < 60 ? 'open' : 'closed',
      ]),
    },
    target: 'y',
    warns: [/ticket/],
  },
  {
    name: 'a key of texts that rises with the class',
    data: {
      text: tableText(['invoice', 'a', 'y'], 120, (i, random) => [
        `INV-${String(1000 + i).padStart(6, '0')}`,
        random.below(100),
        i < 60 ? 'paid' : 'due',
      ]),
    },
    target: 'y',
    warns: [/invoice/],
    score: noSkill,
  },
  {
    name: 'a time of recording that rises with the class',
    data: {
      text: tableText(['recorded_at', 'a', 'y'], 120, (i, random) => [
        new Date(Date.UTC(2020, 0, 1) + i * 3_600_000).toISOString(),
        random.below(100),
        i < 60 ? 'first' : 'second',
      ]),
    },
    target: 'y',
    warns: [/recorded_at/],
  },
  {
    name: 'what measures the class well is kept, and not called a copy',
    data: {
      text: tableText(['size', 'a', 'y'], 200, (_, random) => {
        const large = random.chance(0.5);
        return [(random.normal() + (large ? 3 : 0)).toFixed(3), random.below(100), large ? 'large' : 'small'];
      }),
    },
    target: 'y',
    columns: { size: { type: 'numeric', leftOut: null }, a: { leftOut: null } },
    quiet: [/copy/, /\ba\b.*tells/],
  },
  ...(
    [
      ['twice', 100, 2],
      ['five times', 60, 5],
      ['forty times', 20, 40],
    ] as const
  ).map(([name, distinct, times]): DataCase => ({
    name: `coin flips, each row ${name}: no skill`,
    data: repeated(distinct, times, (row) => row.join(',')),
    target: 'coin',
    input: { metric: 'accuracy' },
    warns: [new RegExp(`\\b(${distinct * times}|${distinct * (times - 1)}|${distinct})\\b`)],
    score: [0.15, 0.85],
  })),
  {
    name: 'copies in other spellings are copies',
    data: repeated(60, 6, ([a, b, coin], time) =>
      [time % 2 ? a.toFixed(8) : a, time % 3 ? b : ` ${b}`, coin].join(','),
    ),
    target: 'coin',
    input: { metric: 'accuracy' },
    warns: [/\b(360|300|60)\b/],
    score: half,
  },
  {
    name: 'copies that differ in a number of the row',
    data: (() => {
      const { text } = repeated(60, 6, (row) => row.join(','));
      return {
        text: text
          .trimEnd()
          .split('\n')
          .map((line, i) => (i === 0 ? `id,${line}` : `${i},${line}`))
          .join('\n'),
      };
    })(),
    target: 'coin',
    input: { metric: 'accuracy' },
    columns: { id: { leftOut: /./ } },
    warns: [/\b(360|300|60)\b/],
    score: half,
  },
  {
    name: 'few different rows, each many times, are not copies of one another',
    data: {
      text: tableText(['dice', 'y'], 300, (_, random) => [1 + random.below(6), random.chance(0.5) ? 'odd' : 'even']),
    },
    target: 'y',
    score: [0.6, 0.9],
  },
];

describeCases('leaks and copies: the cases that were reported', given);
describeCases('leaks and copies: others of their kinds', siblings);
