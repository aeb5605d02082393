import { expect } from '@jest/globals';
import { tableText } from '../support/case-tables.js';
import { describeCases, type DataCase } from '../support/data-cases.js';

const ABAB = ['A', 'B', 'A', 'B'];

/** Two values of a column, which part the classes A and B. */
const two = (a: string, b: string): { text: string } => ({
  text: tableText(['flag', 'z', 'y'], 100, (i, random) => (random.chance(0.5) ? [a, i % 7, 'A'] : [b, i % 7, 'B'])),
});
const asked = (...flags: string[]): { text: string } => ({
  text: `flag,z\n${flags.map((flag) => `${flag},3\n`).join('')}`,
});

const given: DataCase[] = [
  {
    name: 'r25c: true, TRUE and True are one value',
    data: { file: 'r25c-flag-train.csv' },
    target: 'y',
    predict: [
      { data: { file: 'r25c-predict-same.csv' }, are: ABAB },
      { data: { file: 'r25c-predict-capitals.csv' }, are: ABAB, quiet: [/flag/] },
    ],
  },
  {
    name: 'r26b: 1 and 1.0 are one value',
    data: { file: 'r26b-codes-train.csv' },
    target: 'y',
    predict: [{ data: { file: 'r26b-predict-floats.csv' }, are: ['B', 'A', 'B', 'A'] }],
  },
  {
    name: 'p01: an unseen category is told',
    data: { file: 'p-train.csv' },
    target: 'bought',
    predict: [
      {
        data: { file: 'p01-unseen-category.csv' },
        are: ['yes', 'no'],
        warns: [/colour.*\b1\b.*ultraviolet|colour.*ultraviolet.*\b1\b/, /flag.*maybe/],
      },
    ],
  },
  {
    name: 'r27: NA of Namibia is missing, and it is said',
    data: { file: 'r27-na-is-namibia.csv' },
    target: 'y',
    columns: { country: { type: 'categorical' } },
    warns: [/country.*NA.*--missing/],
  },
];

const siblings: DataCase[] = [
  {
    name: 'the words for missing are set: NA is Namibia',
    data: { file: 'r27-na-is-namibia.csv' },
    target: 'y',
    input: { missing: ['?', '-'] },
    columns: { country: { type: 'categorical', missing: 0 } },
    quiet: [/--missing/],
  },
  ...(
    [
      ['yes', 'no', ['YES', 'No', 'Yes', 'NO']],
      ['Y', 'N', ['y', 'n', 'Y', 'N']],
      ['TRUE', 'FALSE', ['true', 'false', 'True', 'False']],
      ['on', 'off', ['ON', 'Off', 'On', 'OFF']],
      ['1', '0', ['1.0', '0.0', '1.00', '0']],
      ['1.0', '2.0', ['1', '2', '1.00', '2']],
      ['Zürich', 'Genève', ['Zu\u0308rich', 'Gene\u0300ve', 'Zürich', 'Genève']],
      ['Cafe\u0301', 'Ta\u0301', ['Café', 'Tá', 'Café', 'Ta\u0301']],
    ] as const
  ).map(([a, b, flags]): DataCase => ({
    name: `trained on ${a} and ${b}, predicted on ${flags.join(', ')}`,
    data: two(a, b),
    target: 'y',
    predict: [{ data: asked(...flags), are: ABAB, quiet: [/flag/] }],
  })),
  {
    name: 'categories that are numbers in two spellings are one value',
    data: two('1', '2'),
    target: 'y',
    input: { types: ['flag=categorical'] },
    predict: [{ data: asked('1.0', '2.0', '1', '2.00'), are: ABAB, quiet: [/flag/] }],
  },
  {
    name: 'spellings within one file are one value',
    data: {
      text: tableText(['flag', 'y'], 100, (i) => [
        ['true', 'False', 'TRUE', 'false', 'True', 'FALSE'][i % 6],
        i % 2 ? 'B' : 'A',
      ]),
    },
    target: 'y',
    columns: { flag: { type: 'boolean', distinct: 2 } },
  },
  {
    name: 'composed and decomposed letters within one file are one value',
    data: {
      text: tableText(['city', 'y'], 100, (i) => [
        ['Zürich', 'Bern', 'Zu\u0308rich', 'Bern'][i % 4],
        i % 2 ? 'B' : 'A',
      ]),
    },
    target: 'y',
    columns: { city: { type: 'categorical', distinct: 2 } },
  },
  {
    name: 'labels in two spellings are said, and kept apart',
    data: { text: tableText(['x', 'y'], 120, (i) => [3 * i, i < 60 ? ['yes', 'Yes'][i % 2] : 'no']) },
    target: 'y',
    task: 'multiclass',
    classes: ['Yes', 'no', 'yes'],
    warns: [/y.*yes.*Yes|y.*Yes.*yes/],
  },
  {
    name: 'unseen categories are counted in each column that has them',
    data: { file: 'p-train.csv' },
    target: 'bought',
    predict: [
      {
        data: {
          text: 'num,count,colour,flag,day\n9,2,mauve,true,2020-05-05\n9,2,puce,true,2020-05-05\n9,2,red,true,2020-05-05\n',
        },
        are: ['yes', 'yes', 'yes'],
        warns: [/colour.*\b2\b.*(mauve|puce)|\b2\b.*colour.*(mauve|puce)|colour.*(mauve|puce).*\b2\b/],
        quiet: [/flag|day|num/],
      },
      {
        data: { text: 'num,count,colour,flag,day\nlots,2,red,true,someday\n' },
        are: [expect.any(String) as unknown as string],
        warns: [/num.*lots/, /day.*someday/],
      },
    ],
  },
  {
    name: 'a hostile category is told without acting',
    data: { file: 'p-train.csv' },
    target: 'bought',
    predict: [
      {
        data: { text: 'num,count,colour,flag,day\n9,2,__proto__,true,2020-05-05\n9,2,constructor,true,2020-05-05\n' },
        are: ['yes', 'yes'],
        warns: [/colour.*\b2\b|\b2\b.*colour/],
      },
    ],
  },
  ...(['null', 'None'] as const).map((word): DataCase => ({
    name: `${word} among words is missing, and it is said how to keep it`,
    data: { text: tableText(['colour', 'y'], 100, (i) => [['red', 'blue', word, 'green'][i % 4], i % 2 ? 'B' : 'A']) },
    target: 'y',
    // None is a word in the columns of some and missing in those of others: either way it is said, or kept.
    columns: { colour: { type: 'categorical' } },
    ...(word !== 'None' && { warns: [new RegExp(`colour.*${word}.*--missing`)] }),
  })),
  {
    name: 'NA of North America is missing beside EMEA and APAC, and it is said',
    data: { text: tableText(['region', 'y'], 100, (i) => [['EMEA', 'APAC', 'NA', 'LATAM'][i % 4], i % 3 ? 'B' : 'A']) },
    target: 'y',
    warns: [/region.*NA.*--missing/],
  },
  {
    name: 'NA among numbers is missing, and needs no word',
    data: { text: tableText(['x', 'y'], 100, (i) => [i % 9 === 4 ? 'NA' : i, i > 50 ? 'B' : 'A']) },
    target: 'y',
    columns: { x: { type: 'numeric', leftOut: null } },
    quiet: [/--missing/],
  },
];

describeCases('values: the cases that were reported', given);
describeCases('values: others of their kinds', siblings);
