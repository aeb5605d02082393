import { describe, expect, it } from '@jest/globals';
import { readCsv } from '../csv/index.js';
import { buildDataset, decodeDataset, decodeHashes, encodeDataset, type DatasetOptions } from './dataset.js';
import { readInputs } from './read-inputs.js';
import { inputColumns, profileDataset } from './profile.js';
import type { Dataset } from '../arrays/table.js';

const csv = (text: string): ReturnType<typeof readCsv> => readCsv(Buffer.from(text), 'file.csv');
const build = (text: string, options: Partial<DatasetOptions> = {}): ReturnType<typeof buildDataset> =>
  buildDataset(csv(text), { target: 'y', task: 'auto', types: new Map(), ...options });
const rows = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const typeOf = (column: string, values: string[]): string =>
  build(`${column},y\n${values.map((value, i) => `${value},${i % 2}`).join('\n')}`).dataset.inputs.columns[0].type;

describe('column types', () => {
  it.each([
    ['numeric', ['1', '-2.5', '+3e4', '.5', 'NA', '']],
    ['categorical', ['01x', 'b', 'c', 'b', 'b']],
    ['boolean', ['yes', 'no', 'No', '?', 'yes']],
    ['date', ['2024-02-29', '2023-01-01 10:30', 'null', '1999-12-31T23:59:59Z', '2000-01-01']],
    ['date', ['31/12/2020', '01/02/2020', '15/03/2021', '', '01/01/2020']],
    ['categorical', ['31/02/2020', '01/02/2020', '15/03/2021', '', '01/01/2020']],
    ['numeric', ['NA', '', 'NaN', '?', 'null']],
  ])('%s: %j', (type, values) => expect(typeOf('x', values)).toBe(type));

  it('takes a few words among many numbers for missing, and says so', () => {
    const { dataset, warnings } = build(`x,y\n${rows(200, (i) => `${i === 7 ? 'unknown' : i * 1.5},${i % 2}`)}`);
    expect(dataset.inputs.columns[0].type).toBe('numeric');
    expect(warnings).toEqual(['x: 1 value not numeric ("unknown"), taken as missing']);
  });

  it('reads decimal commas where fields are parted by semicolons', () => {
    const { dataset } = build('x;y\n1,5;a\n2,25;b\n3;a\n4;b\n5;a');
    expect(Array.from((dataset.inputs.columns[0] as { values: Float64Array }).values)).toEqual([1.5, 2.25, 3, 4, 5]);
  });

  it('follows an override', () => {
    const text = 'x,y\n1,a\n2,b\n1,a\n2,b\n1,a';
    expect(build(text, { types: new Map([['x', 'categorical']]) }).dataset.inputs.columns[0].type).toBe('categorical');
    expect(() => build(text, { types: new Map([['x', 'date']]) })).toThrow('types: x cannot be read as date');
    expect(() => build(text, { types: new Map([['z', 'date']]) })).toThrow(
      'types: z is not an input column; there are x, y',
    );
  });
});

describe('the target', () => {
  const withTarget = (values: string[]): ReturnType<typeof build> =>
    build(`x,y\n${values.map((value, i) => `${i},${value}`).join('\n')}`);

  it('keeps labels as they stand in the file, numbers by value', () => {
    const { dataset, task } = withTarget(['01', '10', '2', '01', '10', '2']);
    expect(task).toBe('regression');
    const forced = build('x,y\n1,01\n2,10\n3,2\n4,01\n5,10', { task: 'multiclass' }).dataset.target;
    expect(forced).toMatchObject({ classes: ['01', '2', '10'] });
    expect(dataset.target).toHaveProperty('values');
  });

  it.each([
    ['binary', rows(30, (i) => String(i % 2)).split('\n')],
    ['binary', ['true', 'false', 'true', 'false', 'true']],
    ['multiclass', rows(60, (i) => String(i % 3)).split('\n')],
    ['regression', rows(60, (i) => String(i)).split('\n')],
    ['regression', rows(60, (i) => String((i % 4) / 8)).split('\n')],
  ])('finds a %s task', (task, values) => expect(withTarget(values).task).toBe(task));

  it('leaves out rows without a value', () => {
    const { dataset, warnings } = withTarget(['a', '', 'b', 'NA', 'a', 'b', 'a']);
    expect(dataset.inputs.rows).toBe(5);
    expect(Array.from((dataset.inputs.columns[0] as { values: Float64Array }).values)).toEqual([0, 2, 4, 5, 6]);
    expect(warnings).toEqual(['2 rows without a value of y are left out']);
  });

  it.each([
    [['a', 'a', 'a', 'a', 'a'], 'target: y has one value only (a): nothing to learn'],
    [['a', 'b', '', ''], 'target: y has 2 rows with a value; at least 5 are needed'],
    [['a', 'b', 'c', 'd', 'e', 'f'], /6 different values in 6 rows .*: too many classes/],
  ])('refuses %j', (values, message) => expect(() => withTarget(values)).toThrow(message));

  it('refuses what cannot be the task that was asked for', () => {
    const text = 'x,y\n1,a\n2,b\n3,c\n4,a\n5,b';
    expect(() => build(text, { task: 'binary' })).toThrow(/y has 3 values, a binary task needs 2/);
    expect(() => build(text, { task: 'regression' })).toThrow(/holds "a", which is not a number/);
    expect(() => build(text, { target: 'z' })).toThrow('target: z is not a column; there are x, y');
  });
});

describe('a data set', () => {
  const text = `id,when,colour,flat,x,y\n${rows(40, (i) => `${i + 1},2024-01-${String((i % 28) + 1).padStart(2, '0')},${['red', 'blue', ''][i % 3]},7,${i % 5 ? i / 3 : ''},${i % 2 ? 'no' : 'yes'}`)}`;

  it('of one column, whose name holds a sign, is told how to name another delimiter', () => {
    expect(() => build(`x^z^y\n${rows(20, (i) => `${i}^2^${i % 2}`)}`)).toThrow(
      /there are x\^z\^y; .* a first line sep=\^$/,
    );
    expect(() => build(`x_z\n${rows(20, String)}`)).toThrow(/there are x_z$/);
  });

  it('survives its file', () => {
    const { dataset, hashes } = build(text);
    const bytes = encodeDataset(dataset, hashes);
    const shared = new SharedArrayBuffer(bytes.byteLength);
    new Uint8Array(shared).set(bytes);
    const plain = (data: Dataset): unknown =>
      JSON.parse(
        JSON.stringify(data, (_, value: unknown) =>
          ArrayBuffer.isView(value) ? Array.from(value as Float64Array, String) : value,
        ),
      );
    expect(plain(decodeDataset(shared))).toEqual(plain(dataset));
    expect(decodeHashes(shared)).toEqual(hashes);
  });

  it('is profiled: identifiers and constants are left out', () => {
    const built = build(text);
    const profile = profileDataset(built, new Set());
    const columns = inputColumns(profile);
    expect(columns.map(({ name, useful }) => [name, useful])).toEqual([
      ['id', false],
      ['when', true],
      ['colour', true],
      ['flat', false],
      ['x', true],
    ]);
    // Of the rows that are not held out.
    expect(profile.searchRows).toBe(40 - built.plan.holdoutRows);
    const { values } = built.dataset.inputs.columns[4] as { values: Float64Array };
    expect(columns[4].missing).toBe(values.filter((x, row) => Number.isNaN(x) && built.assignment[row] >= 0).length);
    expect(columns[2].distinct).toBe(2);
    expect(profile.columns.map(({ leftOut }) => leftOut)).toEqual([
      `every value is different (${profile.searchRows} of ${profile.searchRows} rows), and they number the rows`,
      null,
      null,
      'every value is 7',
      null,
    ]);
  });

  it('has its columns found by name in another file', () => {
    const { readings } = build(text);
    const other = csv('extra,x,flat,colour,when,id\nz,1,2,green,2024-05-05,9\nz,oops,2,red,,10\n');
    const { table, warnings } = readInputs(other, readings, 'y');
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'when', 'colour', 'flat', 'x']);
    expect(warnings).toEqual([
      'ignored, because the model does not use them: extra',
      'x: 1 value not numeric ("oops"), taken as missing',
    ]);
    expect(() => readInputs(csv('x,when\n1,2\n'), readings, 'y')).toThrow(
      'file.csv lacks the 3 columns id, colour, flat',
    );
  });
});
