import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SearchInput } from '../../contracts/search/search-input.js';
import { projectSettingsSchema } from '../../contracts/search/settings.js';
import { checkSearch, type CheckedSearch } from './check-search.js';

const settings = projectSettingsSchema.parse({ data: { maxMegabytes: 1 } });
const CLASSES =
  'x,constant,y\n' + Array.from({ length: 20 }, (_, i) => `${(i * 7) % 20},1,${i % 2 ? 'yes' : 'no'}`).join('\n');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-check-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(text: string | Uint8Array, input: Partial<SearchInput>): Promise<CheckedSearch> {
  const path = join(folder, 'data.csv');
  await writeFile(path, text);
  return checkSearch(path, { data: path, target: 'y', ...input }, settings);
}

describe('before anything starts', () => {
  test('what can be searched is described', async () => {
    const columns = [{ name: 'x' }, { name: 'constant' }];
    const described = { task: 'binary', metric: 'log-loss', profile: { rows: 20, columns } };
    expect(await check(CLASSES, {})).toMatchObject({ ...described, file: Buffer.from(CLASSES) });
    expect(await check(gzipSync(CLASSES), { metric: 'f1' })).toMatchObject({
      ...described,
      metric: 'f1',
      file: gzipSync(CLASSES),
    });
    expect(await check(CLASSES, { target: 'x', types: ['y=boolean'] })).toMatchObject({
      task: 'regression',
      metric: 'rmse',
    });
  });

  test.each([
    ['NFD', 'NFC'],
    ['NFC', 'NFD'],
  ])('a name in %s in the file may be typed in %s', async (inFile, typed) => {
    const [target, column] = ['réponse', 'âge'];
    const text = CLASSES.replace('x,constant,y', `${column},constant,${target}`.normalize(inFile));
    const types = [`${column}=categorical`.normalize(typed)];
    const { profile } = await check(text, { target: target.normalize(typed), types });
    expect(profile).toMatchObject({ target: { name: 'réponse' }, columns: [{ name: 'âge', type: 'categorical' }, {}] });
  });

  test('a file that is changed later is still the one that was checked', async () => {
    const { file, csv } = await check(CLASSES, {});
    await writeFile(join(folder, 'data.csv'), 'other,y\n1,2\n');
    expect(file.toString()).toBe(CLASSES);
    expect(csv.digest).toBe(createHash('sha256').update(CLASSES).digest('hex'));
  });

  test('a file that unpacks to more than is read is refused', async () => {
    const packed = gzipSync(`${CLASSES}${'\n1,1,yes'.repeat(200_000)}`);
    await expect(check(packed, {})).rejects.toThrow(/data\.csv has more than 1 MB of text/);
  });

  test.each<[string, string, Partial<SearchInput>, RegExp]>([
    ['a target that is not a column', CLASSES, { target: 'z' }, /target: z is not a column; there are x, constant, y/],
    ['a target with one value', CLASSES, { target: 'constant' }, /target: constant has one value only/],
    ['a metric of another task', CLASSES, { metric: 'rmse' }, /metric: rmse does not measure a binary task/],
    ['a ragged row', 'x,y\n1,2\n1,2,3\n', {}, /3/],
    ['no rows', 'x,y\n', {}, /row/],
    ['a type for no column', CLASSES, { types: ['z=date'] }, /types: z is not an input column/],
    [
      'an encoding that is not known',
      CLASSES,
      { encoding: 'klingon' },
      /--encoding: "klingon" is not a known encoding.*windows-1252/,
    ],
    ['what is no text', 'a\0b', {}, /not text/],
    [
      'a file without a column to learn from, with the causes',
      CLASSES.replaceAll(/^\d+,/gm, '3,'),
      {},
      /no input column .*y.*: x \(.*, constant \(/,
    ],
    ['too large a file', `${CLASSES}${'\n1,1,yes'.repeat(200_000)}`, {}, /2 MB, more than the 1 MB/],
  ])('%s is refused', async (_, text, input, message) => {
    await expect(check(text, input)).rejects.toThrow(message);
    await expect(check(text, input)).rejects.toMatchObject({ name: 'UserError' });
  });

  test('a file that cannot be read is refused', async () => {
    const input = { data: '', target: 'y' };
    await expect(checkSearch(join(folder, 'none.csv'), input, settings)).rejects.toThrow(/there is no file .*none.csv/);
    await mkdir(join(folder, 'sub'));
    await expect(checkSearch(join(folder, 'sub'), input, settings)).rejects.toThrow(/sub is a folder, no file/);
    if (process.getuid?.() === 0) return; // root reads everything
    await writeFile(join(folder, 'secret.csv'), CLASSES);
    await chmod(join(folder, 'secret.csv'), 0o000);
    await expect(checkSearch(join(folder, 'secret.csv'), input, settings)).rejects.toThrow(/may not be read/);
  });
});
