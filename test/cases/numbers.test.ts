import { grouped, tableText } from '../support/case-tables.js';
import { describeCases, type DataCase } from '../support/data-cases.js';

const euros = (value: number): string => grouped(Math.floor(value), '.') + `,${value.toFixed(2).slice(-2)}`;
const parts: [number, number] = [0, 0.35];

const given: DataCase[] = [
  {
    name: 'r01: 27,700 in a file with tabs is not 27.7',
    data: { file: 'r01-tsv-thousands.tsv' },
    target: 'price',
    task: 'regression',
    targetEvidence: /\d,\d{3}/,
    predict: [
      {
        data: { file: 'r01-predict.tsv' },
        are: [
          [9_000, 11_000],
          [18_000, 22_000],
        ],
      },
    ],
  },
  {
    name: 'r02: 1.299,99',
    data: { file: 'r02-semicolon-eu-thousands.csv' },
    target: 'teuer',
    columns: { preis: { type: 'numeric', leftOut: null, reading: /comma/, evidence: /\d,\d\d/ } },
    score: parts,
  },
  {
    name: 'r03: 46.388 beside 2,2 is not 46.4',
    data: { file: 'r03-semicolon-eu-whole-thousands.csv' },
    target: 'einwohner',
    task: 'regression',
    predict: [
      {
        data: { file: 'r03-predict.csv' },
        are: [
          [9_000, 11_000],
          [38_000, 42_000],
        ],
      },
    ],
  },
  {
    name: 'r20: infinities and what is beyond all doubles',
    data: { file: 'r20-inf.csv' },
    target: 'y',
    columns: { ratio: { type: 'numeric', leftOut: null } },
    warns: [/ratio.*(inf|1e400)/],
    score: parts,
  },
  {
    name: 'r21: numbers near the largest double',
    data: { file: 'r21-near-max-double.csv' },
    target: 'y',
    score: [0, 0.15],
  },
  {
    name: 'r22: $1,234.50',
    data: { file: 'r22-currency.csv' },
    target: 'y',
    columns: { amount: { type: 'numeric', leftOut: null, evidence: /\$\d,\d{3}\.\d\d/ } },
    score: parts,
  },
  {
    name: 'r22c: amounts as the target',
    data: { file: 'r22c-currency-target.csv' },
    target: 'price',
    task: 'regression',
    predict: [
      {
        data: { text: 'x\n20\n50\n' },
        are: [
          [1_800, 2_200],
          [4_600, 5_400],
        ],
      },
    ],
  },
];

/** A tenth of the values replaced by these. */
const strewn = (odd: readonly string[]): { text: string } => ({
  text: tableText(['ratio', 'z', 'y'], 200, (i, random) => {
    const value = random.normal();
    return [i % 10 === 3 ? odd[((i / 10) % odd.length) | 0] : value.toFixed(4), i % 7, value > 0 ? 'pos' : 'neg'];
  }),
});

const scaled = (exponent: number): { text: string } => ({
  text: tableText(['m', 'k', 'y'], 120, (_, random) => {
    const value = random.float() + 0.1;
    return [`${value.toFixed(6)}e${exponent}`, `${random.float().toFixed(6)}e${exponent}`, value > 0.6 ? 'hi' : 'lo'];
  }),
});

const siblings: DataCase[] = [
  ...(
    [
      ['infinities', ['Infinity', '-Infinity', '+inf', '∞', '-1e999']],
      ['words', ['unknown', 'pending', 'see note', 'n.v.', 'tbd', 'x']],
      ['limits of detection', ['<0.01', '< 0.05', '>10']],
      ['infinities of C', ['1.#INF', '-1.#INF', '1.#QNAN', 'nan(ind)']],
    ] as const
  ).map(([name, odd]): DataCase => ({
    name: `numbers and a few ${name}: they stay numbers, and a value is quoted`,
    data: strewn(odd),
    target: 'y',
    columns: { ratio: { type: 'numeric', leftOut: null } },
    warns: [new RegExp(`ratio.*(${odd.map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')})`)],
    score: [0, 0.3],
  })),
  ...[100, 155, 300, -100, -300, -310].map((exponent): DataCase => ({
    name: `numbers of about 1e${exponent}`,
    data: scaled(exponent),
    target: 'y',
    score: [0, 0.3],
  })),
  {
    name: 'decimals of three places, of which one has a zero first, are decimals',
    data: { text: tableText(['p', 'y'], 60, (i) => [(i / 100 + 0.001).toFixed(3), i > 30 ? 'b' : 'a']) },
    target: 'y',
    columns: { p: { type: 'numeric', reading: /point/ } },
    quiet: [/--decimal/],
  },
  {
    name: 'several groups leave no doubt: 1.234.567',
    data: {
      text: tableText(['n', 'y'], 60, (i) => [grouped(1_000_000 + 7919 * i, '.'), i > 30 ? 'b' : 'a'], {
        delimiter: ';',
      }),
    },
    target: 'y',
    columns: { n: { type: 'numeric', evidence: /\d\.\d{3}\.\d{3}/ } },
    quiet: [/--decimal/],
  },
  {
    name: 'a person settles it: --decimal comma',
    data: { text: tableText(['n', 'y'], 60, (i) => [`1,${101 + 2 * i}`, 2 * i + 0.5], { delimiter: ';' }) },
    target: 'y',
    input: { decimal: 'comma' },
    task: 'regression',
    columns: { n: { type: 'numeric', reading: /comma/ } },
    quiet: [/\bn:.*--decimal/],
    predict: [
      {
        data: { text: 'n\n1,120\n1,150\n' },
        are: [
          [17, 23],
          [47, 53],
        ],
      },
    ],
  },
  {
    name: 'a person settles it: --decimal point',
    data: { text: tableText(['n', 'y'], 60, (i) => [`"1,${101 + 2 * i}"`, 2 * i + 0.5]) },
    target: 'y',
    input: { decimal: 'point' },
    task: 'regression',
    columns: { n: { type: 'numeric' } },
    quiet: [/\bn:.*--decimal/],
    predict: [
      {
        data: { text: 'n\n1120\n1150\n' },
        are: [
          [17, 23],
          [47, 53],
        ],
      },
    ],
  },
  {
    name: 'a new file is read by its own columns: trained on points and commas, predicted without thousands',
    data: {
      text: tableText(['area', 'price'], 100, (i) => [euros(100 + 13.25 * i), euros(1000 + 132.5 * i)], {
        delimiter: ';',
      }),
    },
    target: 'price',
    task: 'regression',
    predict: [
      {
        data: { text: 'area\n365\n630\n' },
        are: [
          [3_400, 3_900],
          [6_000, 6_600],
        ],
      },
    ],
  },
  ...(
    [
      ['euros', (value: number) => `${euros(value)} €`, ';'],
      ['whole dollars', (value: number) => `"$${grouped(Math.round(value), ',')}"`, ','],
      ['percents', (value: number) => `${(value / 100).toFixed(1)}%`, ','],
    ] as const
  ).map(([name, write, delimiter]): DataCase => ({
    name: `a target in ${name} is a regression`,
    data: { text: tableText(['x', 'paid'], 90, (i) => [3 * i, write(500 + 97.37 * i)], { delimiter }) },
    target: 'paid',
    task: 'regression',
  })),
  {
    name: 'a target of the largest doubles is learnt, or refused in words',
    data: { text: tableText(['x', 'y'], 60, (i) => [3 * i, `${1 + i / 100}e307`]) },
    target: 'y',
    task: 'regression',
    orRefused: /y.*e\+?307/,
    predict: [{ data: { text: 'x\n90\n' }, are: [[1.25e307, 1.35e307]] }],
  },
];

describeCases('numbers: the cases that were reported', given);
describeCases('numbers: others of their kinds', siblings);
