import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectSettingsSchema } from '../../../contracts/search/settings.js';
import { checkSearch, type CheckedSearch } from '../../input/check-search.js';
import { explainLines } from './explain-text.js';
import { createProgram } from '../../program.js';
import { wrapped } from '../../text/text.js';

const SETTINGS = projectSettingsSchema.parse({});
const HOSTILE = 'evil\u001b[2J\u202ename';
let folder: string;
let home: string | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-explain-'));
  home = process.env.COAXIAL_HOME;
  process.env.COAXIAL_HOME = join(folder, 'home');
});
afterEach(async () => {
  process.env.COAXIAL_HOME = home;
  if (home === undefined) delete process.env.COAXIAL_HOME;
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** Runs `coaxial search --explain` on this text. */
async function explain(text: string | Uint8Array, ...options: string[]): Promise<string> {
  const path = join(folder, 'sales.csv');
  await writeFile(path, text);
  let said = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    said += String(chunk);
    return true;
  });
  let code = -1;
  const words = ['node', 'coaxial', 'search', path, '--target', 'y', '--explain', ...options];
  await createProgram((load) => async (...args) => {
    const given = args as never[];
    code = await (await load(...given))(...given);
  }).parseAsync(words);
  expect(code).toBe(0);
  return said;
}

const sales = [
  `price;when;${HOSTILE};same;y`,
  ...Array.from({ length: 60 }, (_, i) => {
    const day = `${String(1 + (i % 12)).padStart(2, '0')}/0${1 + (i % 9)}/2018`;
    return `1.${200 + ((i * 7) % 60)},50;${day};${i % 3 ? 'red\u0007' : 'NA'};1;${i % 2 ? 'yes' : 'no'}`;
  }),
  '',
].join('\n');

describe('coaxial search --explain', () => {
  test('says how each column is read, what is left out and why, and the plan; and makes nothing', async () => {
    const said = await explain(sales);
    expect(said).toMatch(/^data +sales\.csv: 60 rows, 4 input columns; semicolons between fields, utf-8$/m);
    expect(said).toMatch(/^target +y: 2 classes: (yes|no) \(\d+ rows\), (yes|no) \(\d+ rows\)$/m);
    expect(said).toMatch(/^task +binary, by log-loss$/m);
    expect(said).toMatch(/^plan +\d+ rows to search on \(5 folds\), \d+ kept aside and read once, at the end$/m);
    expect(said).toMatch(/^columns that are used \(3\)$/m);
    expect(said).toMatch(/^price: numeric; numbers, decimal comma \("1\.2\d\d,50"\); \d+ different$/m);
    expect(said).toMatch(/^when: date; dates, day first \("\d\d\/\d\d\/2018".*\d+ different$/m);
    expect(said).toMatch(/^columns that are left out \(1\)$/m);
    expect(said).toMatch(/^same: every value is 1; read as numbers.*"1"/m);
    expect(said).toMatch(/^.*when.*--date-order/m);
    await expect(access(join(folder, 'home'))).rejects.toThrow();
  });

  test('prints nothing of the data that acts on a terminal', async () => {
    const said = await explain(sales);
    expect(said).toContain('evil\ufffd[2J\ufffdname');
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  });

  test('as JSON has all of it', async () => {
    const found = JSON.parse(await explain(sales, '--json')) as Record<string, unknown>;
    expect(found).toMatchObject({ dataName: 'sales.csv', encoding: 'utf-8', delimiter: ';', rows: 60, task: 'binary' });
    expect(found).toMatchObject({ metric: 'log-loss', target: { name: 'y' }, plan: { folds: 5 } });
    const { columns, warnings } = found.data as { columns: Record<string, unknown>[]; warnings: string[] };
    expect(columns.map(({ name }) => name)).toEqual(['price', 'when', HOSTILE, 'same']);
    for (const column of columns) {
      expect(Object.keys(column)).toEqual('name type reading evidence missing distinct leftOut'.split(' '));
    }
    expect(warnings).toContainEqual(expect.stringMatching(/when.*--date-order/));
  });

  test.each<[string, string[], RegExp]>([
    ['--decimal', ['--decimal', 'point'], /^price: .*point/m],
    ['--date-order', ['--date-order', 'month'], /^when: date; .*month/m],
    ['--missing', ['--missing', '?,-'], /^evil.*: categorical; .*; 2 different$/m],
    ['--type', ['--type', 'when=categorical'], /^when: categorical/m],
    ['--encoding', ['--encoding', 'windows-1252'], /windows-1252/],
    ['--metric', ['--metric', 'roc-auc'], /binary, by roc-auc/],
  ])('%s acts on it', async (_, options, pattern) => {
    expect(await explain(sales, ...options)).toMatch(pattern);
  });

  test('refuses what a search refuses', async () => {
    await expect(explain(sales, '--metric', 'rmse')).rejects.toThrow(/rmse/);
    await expect(explain(sales, '--type', 'nothing=date')).rejects.toThrow(/nothing/);
  });

  test('of 2,000 columns shows some, and says where all are', async () => {
    const names = Array.from({ length: 2000 }, (_, i) => `column_${i}`);
    const rows = Array.from({ length: 40 }, (_, i) => [...names.map((__, c) => (c % 4 ? (i * c) % 17 : 1)), i % 2]);
    const text = [[...names, 'y'], ...rows].map((row) => row.join(',')).join('\n');
    const said = await explain(text);
    expect(said.split('\n').length).toBeLessThan(200);
    expect(said).toMatch(/^and \d+ more: --json has all$/m);
    const { data } = JSON.parse(await explain(text, '--json')) as { data: { columns: unknown[] } };
    expect(data.columns).toHaveLength(2000);
  });

  test('says how a target of numbers is read', async () => {
    const text = [
      'x,y',
      ...Array.from({ length: 60 }, (_, i) => `${(i * 7) % 60},"$${1 + (i % 9)},${100 + i}.50"`),
    ].join('\n');
    expect(await explain(text)).toMatch(/^target +y: numbers, .*\$.*"\$1,100\.50".*; from 1100\.5 to /m);
  });

  test('fits a narrow terminal', async () => {
    const path = join(folder, 'sales.csv');
    await writeFile(path, sales);
    const checked: CheckedSearch = await checkSearch(path, { data: path, target: 'y' }, SETTINGS);
    for (const line of explainLines('sales.csv', checked, 32)) expect(line.length).toBeLessThanOrEqual(32);
  });
});

test('a line is broken between words, and nothing of it is lost', () => {
  const line = fc
    .array(fc.string({ maxLength: 12 }).map((word) => word.replace(/\s|[\u0000-\u001f]/g, '')))
    .map((words) => words.join(' '));
  fc.assert(
    fc.property(line, fc.integer({ min: 8, max: 40 }), (text, width) => {
      const parts = wrapped(text, width, 2);
      expect(parts.join(' ').split(/ +/).join(' ').trim()).toBe(text.split(/ +/).join(' ').trim());
      for (const part of parts) {
        const words = part.trim().split(' ').filter(Boolean);
        if (words.length > 1) expect(part.length).toBeLessThanOrEqual(width);
      }
    }),
  );
});
