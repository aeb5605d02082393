import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { LocalSearch } from '../test/support/local-search.js';
import { Model, type ClassPredictions, type RegressionPredictions } from './model.js';
import type { Rows, Value } from './inputs.js';

interface Row extends Record<string, Value> {
  height: number | null;
  paid: Date;
  member: boolean;
  colour: string | null;
  code: number;
}

const ROWS: Row[] = Array.from({ length: 120 }, (_, i) => ({
  height: i % 11 === 0 ? null : 1.001 + ((i * 37) % 120) / 8,
  paid: new Date(Date.UTC(2019, i % 12, 1 + (i % 27))),
  member: i % 3 === 0,
  colour: i % 13 === 0 ? null : ['red', 'green', 'blue'][i % 3],
  code: 1 + (i % 4),
}));
const kind = ({ height, member }: Row): string => ((height ?? 8) + (member ? 4 : 0) > 9 ? 'large' : 'small');
const price = ({ height, code }: Row): number => (height ?? 8) * 2.5 + code;

function csvOf(rows: readonly Row[], target?: (row: Row) => string | number): string {
  const names = [...Object.keys(ROWS[0]), ...(target ? ['y'] : [])];
  const cells = (row: Row): string[] => [
    ...Object.values(row).map((value) =>
      value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? ''),
    ),
    ...(target ? [String(target(row))] : []),
  ];
  return `${[names, ...rows.map(cells)].map((line) => line.join(',')).join('\n')}\n`;
}

let search: LocalSearch;
let classes: Model;
let numbers: Model;

async function deliver(target: (row: Row) => string | number): Promise<{ model: string }> {
  const path = join(search.folder, 'train.csv');
  await writeFile(path, csvOf(ROWS, target));
  // Each keeps all columns.
  const given = { target: 'y', paradigms: ['linear'], types: ['code=categorical'] };
  return search.deliver(await search.profile(path, 'train.csv', given));
}

beforeAll(async () => {
  search = await LocalSearch.open();
  classes = await Model.load(await deliver(kind));
  numbers = await Model.load((await deliver(price)).model);
});
afterAll(() => search.close());

const predictClasses = async (data: Parameters<Model['predict']>[0]): Promise<ClassPredictions> =>
  (await classes.predict(data)) as ClassPredictions;

describe('a model of classes', () => {
  test('says what it is of', () => {
    expect(classes.classes).toEqual(['large', 'small']);
    expect(classes).toMatchObject({ target: 'y', task: 'binary', paradigm: 'linear' });
    expect(classes.quality.metric).toBe('log-loss');
    expect(Object.fromEntries(classes.columns.map(({ name, type }) => [name, type]))).toEqual({
      height: 'numeric',
      paid: 'date',
      member: 'boolean',
      colour: 'categorical',
      code: 'categorical',
    });
  });

  test('gives classes and probabilities by name, the same for rows, columns and a CSV file', async () => {
    const ofRows = await predictClasses(ROWS);
    expect(ofRows.predictions.filter((label, i) => label === kind(ROWS[i])).length).toBeGreaterThan(105);
    expect(Object.keys(ofRows.probabilities)).toEqual(['large', 'small']);
    ofRows.predictions.forEach((label, i) => {
      const { large, small } = ofRows.probabilities;
      expect(large[i] + small[i]).toBeCloseTo(1, 12);
      expect(label).toBe(large[i] >= small[i] ? 'large' : 'small');
    });
    const columns = Object.fromEntries(Object.keys(ROWS[0]).map((name) => [name, ROWS.map((row) => row[name])]));
    const heights = Float64Array.from(ROWS, ({ height }) => height ?? NaN);
    const text = csvOf(ROWS);
    const middle = text.length / 2;
    const same = [
      columns,
      { ...columns, height: heights },
      text,
      Buffer.from(text),
      gzipSync(text),
      Readable.from([text.slice(0, middle), text.slice(middle)]),
      Readable.from([Buffer.from(text)]),
    ];
    for (const data of same) expect(await predictClasses(data)).toEqual(ofRows);
  });

  test('reads a column of texts as that of a file', async () => {
    const texts = ROWS.map((row) => ({ ...row, height: String(row.height ?? '').replace('.', ',') }));
    const { predictions, warnings } = await predictClasses(texts);
    expect(predictions).toEqual((await predictClasses(ROWS)).predictions);
    expect(warnings).toEqual([expect.stringMatching(/^height: numbers have a decimal comma/)]);
  });

  test('takes what is not there, or NaN, as missing, and ignores other columns, which it says', async () => {
    const [first] = ROWS;
    const [, ...others] = Object.entries(first);
    const without = Object.fromEntries(others);
    const given: Rows = [
      { ...first, id: 7 },
      { ...first, height: NaN },
      { ...without, y: 'large' },
      { ...first, height: undefined },
    ];
    const { probabilities, warnings } = await predictClasses(given);
    expect(new Set(probabilities.large)).toHaveProperty('size', 1);
    expect(warnings).toEqual(['ignored, because the model does not use them: id']);
  });

  test('tells of categories that the training data did not have', async () => {
    const { warnings } = await predictClasses([{ ...ROWS[1], colour: 'ultraviolet' }]);
    expect(warnings).toEqual([expect.stringMatching(/^colour: 1 row has a value .*"ultraviolet"/)]);
  });

  const [row] = ROWS;
  const { height, ...rest } = { ...row, height: 1 };
  test.each<[string, unknown, RegExp]>([
    [
      'a column that is missing',
      [{ ...rest, Heigth: height }],
      /^the table lacks the column height \(did you mean Heigth\?\)$/,
    ],
    ['no rows', [], /^there are no rows/],
    ['no columns', {}, /^there are no rows/],
    ['a CSV file without one', 'colour,code\nred,1\n', /^the CSV data lacks the 3 columns height, paid, member$/],
    [
      'a text for a number',
      [
        { ...row, height: 1 },
        { ...row, height: 'tall' },
      ],
      /^height, row 1: the text "tall", where the model reads a finite number$/,
    ],
    [
      'a number among texts',
      [
        { ...row, height: '1.5' },
        { ...row, height: 2 },
      ],
      /^height, row 1: the number 2, where .* a text, as the values/,
    ],
    ['an infinite number', [{ ...row, height: Infinity }], /^height, row 0: the number Infinity/],
    ['a boolean for a number', [{ ...row, height: true }], /^height, row 0: the boolean true/],
    [
      'a number for a date',
      [{ ...row, paid: 1_500_000_000 }],
      /^paid, row 0: the number 1500000000, where the model reads a Date$/,
    ],
    ['an invalid date', [{ ...row, paid: new Date(NaN) }], /^paid, row 0: an invalid Date/],
    [
      'an array for a category',
      [{ ...row, colour: ['red'] }],
      /^colour, row 0: an array, where the model reads a text$/,
    ],
    ['a row that is an array', [['red']], /lacks the/],
    ['a row that is a text', ['red'], /^row 0 is the text "red": an object/],
    [
      'columns of other lengths',
      { ...Object.fromEntries(Object.entries(row).map(([k, v]) => [k, [v]])), code: [1, 2] },
      /^the columns differ in length: height has 1 values, code has 2$/,
    ],
    ['a column that is not an array', { height: 5 }, /^height is the number 5: an array/],
    ['a path', 'data/new.csv', /^data\/new\.csv is a path: give/],
    ['a number', 5, /^give rows as objects/],
    ['null', null, /^give rows as objects/],
  ])('refuses %s', async (_, data, message) => {
    await expect(classes.predict(data as Rows)).rejects.toMatchObject({
      code: 'InvalidData',
      message: expect.stringMatching(message),
    });
  });
});

test('a model of numbers gives values', async () => {
  const { predictions, warnings, task } = (await numbers.predict(ROWS)) as RegressionPredictions;
  expect({ task, warnings }).toEqual({ task: 'regression', warnings: [] });
  const errors = ROWS.map((row, i) => Math.abs(predictions[i] - price(row)));
  expect(errors.reduce((a, b) => a + b) / errors.length).toBeLessThan(1);
  expect(await numbers.predict(csvOf(ROWS))).toEqual({ task, predictions, warnings });
});

test('a folder that holds no model, and a search without a result, are refused', async () => {
  const { folder } = search;
  await expect(Model.load(folder)).rejects.toMatchObject({ code: 'InvalidModel' });
  await expect(Model.load({ searchId: 'none', store: join(folder, 'store') })).rejects.toMatchObject({
    code: 'InvalidInput',
    message: 'the store has no result of search none',
  });
});

test.each([[undefined], [null], [{}], [{ searchId: 'x' }], [{ searchId: 'x', store: 3 }]])(
  'what is no reference of a model is refused: %j',
  async (reference) => {
    await expect(Model.load(reference as never)).rejects.toMatchObject({
      code: 'InvalidInput',
      message: expect.stringMatching(/^give the folder of a model/),
    });
  },
);

test.each([
  [{ decimal: 'x' }, /^predict: decimal: /],
  [{ dateOrder: 'x' }, /^predict: dateOrder: /],
  [{ missing: 'NA' }, /^predict: missing: /],
  [{ decimals: 'comma' }, /decimals/],
])('an option that cannot be is refused: %j', async (options, message) => {
  await expect(classes.predict(ROWS, options as never)).rejects.toMatchObject({
    code: 'InvalidInput',
    message: expect.stringMatching(message),
  });
});
