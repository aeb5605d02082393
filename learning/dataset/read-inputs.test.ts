import { describe, expect, it } from '@jest/globals';
import { readCsv } from '../csv/index.js';
import { readInputs, type InputsOptions } from './read-inputs.js';
import { isCategory } from '../arrays/table.js';
import { inferReadings } from '../column-types/infer.js';
import { readColumn } from '../column-types/read-column.js';

const csv = (text: string): ReturnType<typeof readCsv> => readCsv(Buffer.from(text), 'file.csv');
const columnText = (values: readonly string[]): string => `x;other\n${values.map((value) => `${value};1`).join('\n')}`;

/** What a column of another file is read as by a model of this training column, and what is said. */
function predictOn(
  training: readonly string[],
  values: readonly string[],
  options: InputsOptions & { as?: 'categorical' } = {},
): { values: (string | number | null)[]; warnings: string[] } {
  const { as, ...choices } = options;
  const trained = csv(columnText(training));
  const inferred = inferReadings(trained.columns, { rows: null }, as ? new Map([['x', as]]) : new Map());
  const readings = inferred.map(({ reading }, i) => ({ name: trained.columns[i].name, reading }));
  const { column } = readColumn(trained.columns[0], readings[0].reading, null);
  const levels = isCategory(column) ? new Map([['x', column.levels]]) : undefined;
  const { table, warnings } = readInputs(csv(columnText(values)), readings, 'y', { ...choices, levels });
  const [x] = table.columns;
  const read = isCategory(x)
    ? Array.from(x.codes, (code) => (code < 0 ? null : x.levels[code]))
    : Array.from(x.values, (value) => (Number.isNaN(value) ? null : value));
  return { values: read, warnings };
}

describe('the columns of another file', () => {
  it('are read as in the training data where their texts leave it open', () => {
    expect(predictOn(['1.234', '12,5'], ['5.678', '1.000'])).toEqual({ values: [5678, 1000], warnings: [] });
    const march = Date.UTC(2019, 2, 4);
    expect(predictOn(['01/31/2018'], ['03/04/2019'])).toEqual({ values: [march], warnings: [] });
  });

  it('are read by their own texts where these say otherwise, which is said', () => {
    expect(predictOn(['1.5', '2.25'], ['1,5', '1.250'])).toEqual({
      values: [1.5, 1250],
      warnings: ['x: numbers have a decimal comma ("1,5") here, and a decimal point in the training data'],
    });
    expect(predictOn(['01/31/2018'], ['31/01/2019']).warnings).toEqual([
      'x: dates have the day first ("31/01/2019") here, and the month first in the training data',
    ]);
  });

  it('follow the options', () => {
    expect(predictOn(['1.5'], ['1.234'], { decimal: 'comma' }).values).toEqual([1234]);
    expect(predictOn(['a', 'NA'], ['NA', 'a'], { missing: [] }).values).toEqual(['NA', 'a']);
    expect(predictOn(['01/31/2018'], ['03/04/2019'], { dateOrder: 'day' }).values).toEqual([Date.UTC(2019, 3, 3)]);
  });

  it('are in the unit of the training data', () => {
    expect(predictOn(['70 kg', '81 kg'], ['75', '80 KG']).values).toEqual([75, 80]);
    const { values, warnings } = predictOn(['70 kg', '81 kg'], ['150 lb', '160 lb']);
    expect(values).toEqual([null, null]);
    expect(warnings).toContain('x: numbers are in lb here, and in kg in the training data: taken as missing');
  });

  it.each<[string[], string[], string[]]>([
    [
      ['true', 'false'],
      ['TRUE', 'False', 'f', '1', '0.0'],
      ['true', 'false', 'false', 'true', 'false'],
    ],
    [
      ['yes', 'No', 'YES'],
      ['y', 'n', 'Yes'],
      ['true', 'false', 'true'],
    ],
    [
      ['caf\u00e9', 'tea'],
      ['cafe\u0301', 'tea'],
      ['café', 'tea'],
    ],
    [
      ['01234', '90210'],
      ['1234', '90210.0'],
      ['01234', '90210'],
    ],
  ])('trained on %j: %j', (training, values, read) =>
    expect(predictOn(training, values)).toEqual({ values: read, warnings: [] }),
  );

  it('know whole numbers that are written as floats, and the reverse, as categories', () => {
    const options = { as: 'categorical' as const };
    expect(predictOn(['1', '2'], ['1.0', '2.0'], options)).toEqual({ values: ['1', '2'], warnings: [] });
    expect(predictOn(['1.0', '2.0'], ['1', '2'], options)).toEqual({ values: ['1', '2'], warnings: [] });
    expect(predictOn(['0', '1'], ['true', 'False'])).toEqual({ values: [1, 0], warnings: [] });
  });

  it('are warned of where they hold categories that the training data did not have', () => {
    expect(predictOn(['red', 'green'], ['red', 'ultraviolet', '', 'infrared']).warnings).toEqual([
      'x: 2 rows have values that the training data did not have ("ultraviolet")',
    ]);
  });

  it('are warned of where they hold no numbers, or infinite ones', () => {
    expect(predictOn(['1', '2'], ['oops', 'inf', '3']).warnings).toEqual([
      'x: 1 value not numeric ("oops"), taken as missing',
      'x: 1 infinite value ("inf"), taken as missing',
    ]);
  });
});
