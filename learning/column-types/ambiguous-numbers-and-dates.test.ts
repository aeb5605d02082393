import { describe, expect, it } from '@jest/globals';
import { readCsv } from '../csv/index.js';
import { buildDataset } from '../dataset/dataset.js';
import { readInputs } from '../dataset/read-inputs.js';
import { isCategory, type NumberColumn } from '../arrays/table.js';

const csvOf = (lines: readonly string[]): ReturnType<typeof readCsv> =>
  readCsv(Buffer.from(`${lines.join('\n')}\n`), 'file.csv');
const trainedOn = (texts: readonly string[]): ReturnType<typeof buildDataset> =>
  buildDataset(csvOf(['x;z;y', ...texts.map((text, i) => `${text};${i % 7};${i % 2 ? 'a' : 'b'}`)]), {
    target: 'y',
    task: 'auto',
    types: new Map(),
  });
const many = (of: (i: number) => string): string[] => Array.from({ length: 60 }, (_, i) => of(i));

describe('a number that can be read in two ways is told of', () => {
  it.each([
    ['and nothing else in the file decides', many((i) => `${1 + (i % 9)},${100 + 11 * i}`)],
    ['beside whole numbers', many((i) => (i === 7 ? '1,234' : String(i)))],
  ])('%s', (_, texts) => {
    expect(trainedOn(texts).warnings.join('\n')).toMatch(/x: "\d,\d{3}" can be read as .*--decimal comma/);
  });
});

describe('a file that is read with a model', () => {
  const readWith = (training: readonly string[], texts: readonly string[]): { x: unknown[]; told: string } => {
    const { table, warnings } = readInputs(
      csvOf(['x;z', ...texts.map((text) => `${text};1`)]),
      trainedOn(training).readings,
      'y',
    );
    const [column] = table.columns;
    if (isCategory(column)) throw new Error('x is read as categories');
    return { x: [...column.values], told: warnings.join('\n') };
  };
  const day = (text: string): number => Date.parse(`${text}T00:00Z`);

  it.each<[string, string[], string[], number[], RegExp]>([
    [
      'a number in two ways, of which the training data had none',
      many((i) => `${i}.25`),
      ['12,500', '7,250'],
      [12500, 7250],
      /^x: "12,500" can be read as 12500 or as 12\.5; it is read as 12500, as in the training data\. --decimal comma/,
    ],
    [
      'the same beside whole numbers',
      many(String),
      ['12.500'],
      [12.5],
      /^x: "12\.500" can be read as 12\.5 or as 12500/,
    ],
    [
      'a date in two ways, with a model of ISO dates',
      many((i) => `2018-0${1 + (i % 9)}-${10 + (i % 19)}`),
      ['01/02/2018'],
      [day('2018-02-01')],
      /^x: "01\/02\/2018" can be read as 2018-02-01 or as 2018-01-02.*--date-order month/,
    ],
    [
      'no unit where the training data had one',
      many((i) => `${i}%`),
      ['0.05', '0.06'],
      [0.05, 0.06],
      /^x: "0\.05" has no unit, and is taken to be in % as in the training data$/,
    ],
  ])('tells of %s', (_, training, texts, values, message) => {
    const { x, told } = readWith(training, texts);
    expect(x).toEqual(values);
    expect(told).toMatch(message);
  });

  it('reads what is open as other columns are written, where all are written otherwise than in the training data', () => {
    const read = (training: string[], lines: string[]): { x: unknown[]; told: string } => {
      const { readings } = buildDataset(csvOf(['x;z;y', ...training]), { target: 'y', task: 'auto', types: new Map() });
      const { table, warnings } = readInputs(csvOf(['x;z', ...lines]), readings, 'y');
      return { x: [...(table.columns[0] as NumberColumn).values], told: warnings.join('\n') };
    };
    const numbers = many((i) => `${100 * i};${i % 7}.5;${i % 2}`);
    const european = read(numbers, ['12.500;1,5', '7.250;2,5']);
    expect(european.x).toEqual([12500, 7250]);
    expect(european.told).toMatch(/x: "12\.500" is read by a decimal comma, as other columns are written here/);
    expect(read(numbers, ['12.500;1.5']).x).toEqual([12.5]);
    const dates = many((i) => `${1 + (i % 12)}/${1 + (i % 28)}/2018;${1 + (i % 12)}/${1 + (i % 28)}/2017;${i % 2}`);
    const dayFirst = read(dates, ['1/2/2018;25/1/2018']);
    expect(dayFirst.x).toEqual([day('2018-02-01')]);
    expect(dayFirst.told).toMatch(/x: "1\/2\/2018" is read with the day first, as other columns are written here/);
  });

  it.each<[string, string[], string[]]>([
    ['numbers that were as open in the training data', many((i) => `1,${100 + i}`), ['2,500']],
    [
      'dates that have the order of the training data',
      many((i) => `${1 + (i % 12)}/${10 + (i % 19)}/2018`),
      ['1/2/2018'],
    ],
    ['units that the training data had', many((i) => `${i} kg`), ['5 kg', '6kg']],
  ])('is silent about %s', (_, training, texts) => {
    expect(readWith(training, texts).told).toBe('');
  });
});

describe('a few units among numbers', () => {
  it('are typing errors, told of and taken for missing', () => {
    const { dataset, readings, warnings } = trainedOn(many((i) => (i === 9 ? '12a' : String(i * 3))));
    expect(readings[0].reading).toMatchObject({ type: 'numeric', unit: null });
    expect(dataset.inputs.columns[0]).toMatchObject({ type: 'numeric' });
    expect(warnings.join('\n')).toMatch(/x: 1 value not numeric \("12a"\), taken as missing/);
    expect(warnings.join('\n')).not.toMatch(/unit| in a/);
  });
});

describe('one odd text', () => {
  it.each([
    ['of numbers', (i: number) => String(i % 5), 'numeric'],
    ['of dates', (i: number) => `2018-0${1 + (i % 5)}-11`, 'date'],
  ])('%s with few different values is told of, and taken for missing', (_, of, type) => {
    const { readings, warnings } = trainedOn(many((i) => (i === 9 ? 'cm' : of(i))));
    expect(readings[0].reading.type).toBe(type);
    expect(warnings.join('\n')).toMatch(/x: 1 value not .* \("cm"\), taken as missing/);
  });

  it('in as many rows as others is a category', () => {
    expect(trainedOn(many((i) => (i % 6 === 5 ? 'many' : String(i % 6)))).readings[0].reading.type).toBe('categorical');
  });
});
