import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataFile } from './data-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-data-'));
  await mkdir(join(folder, 'sub'));
  await mkdir(join(folder, 'empty'));
  for (const name of ['penguins.csv', 'sub/other.csv', 'sub/readme.md']) await writeFile(join(folder, name), 'x\n1\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a data file', () => {
  test('is read', async () => {
    expect(String(await readDataFile(join(folder, 'penguins.csv'), 1))).toBe('x\n1\n');
  });

  test.each([
    ['pengiuns.csv', /there is no file .*pengiuns\.csv \(did you mean .*\/penguins\.csv\?\)/],
    ['Penguins.CSV', /did you mean .*\/penguins\.csv\?/],
    ['penguins', /there is no file .*penguins$/],
    ['houses.csv', /there is no file .*houses\.csv$/],
    ['none/x.csv', /there is no file .*none\/x\.csv \(.*none is not a folder, or empty\)/],
    ['penguins.csv/x.csv', /there is no file/],
    ['sub', /sub is a folder, no file: name a CSV file, such as .*sub\/other\.csv/],
    ['empty', /empty is a folder, no file: name a CSV file$/],
    ['x'.repeat(300), /too long/],
  ])('%s is refused by what was probably meant', async (name, message) => {
    const refused = readDataFile(join(folder, name), 1);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ code: 'InvalidInput' });
  });

  test.each([
    ['https://example.org/a.csv', /is an address, not a file: download it first/],
    ['s3://bucket/a.csv', /is an address/],
    ['', /is empty/],
  ])('%j is refused', async (path, message) => {
    await expect(readDataFile(path, 1)).rejects.toThrow(message);
  });

  const onUnix = process.platform === 'win32' ? test.skip : test;
  onUnix('may not be a pipe, whose end nobody knows', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(readDataFile(join(folder, 'pipe'), 1)).rejects.toThrow(/pipe or a device/);
  });
});
