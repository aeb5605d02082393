import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { link, lstat, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { checkPredictionsFile, writePredictions } from './predictions-file.js';

let folder: string;
let data: string;
let model: string;
let settings: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-predictions-'));
  [data, model, settings] = ['rows.csv', 'model', 'temporal.yaml'].map((name) => join(folder, name));
  await writeFile(data, 'x\n1\n');
  await writeFile(settings, '{}');
  await mkdir(join(model, 'sub'), { recursive: true });
  await writeFile(join(model, 'model.json'), '{}');
  await writeFile(join(model, 'sub', 'part'), '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function check(out: string): Promise<void> {
  return checkPredictionsFile(out, { data, model, settings });
}

describe('predictions are never written', () => {
  test('over the file that they are made from, whatever its path is spelt like', async () => {
    await symlink(data, join(folder, 'link.csv'));
    await link(data, join(folder, 'hard.csv'));
    await symlink(folder, join(folder, 'self'));
    const spellings = [
      data,
      relative(process.cwd(), data),
      join(folder, 'link.csv'),
      join(folder, 'hard.csv'),
      join(folder, 'self', 'rows.csv'),
      `${folder}//./model/../rows.csv`,
    ];
    for (const out of spellings) await expect(check(out)).rejects.toThrow(/is the file that is predicted/);
    data = join(folder, 'link.csv');
    await expect(check(join(folder, 'rows.csv'))).rejects.toThrow(/is the file that is predicted/);
  });

  test('over the model, or into its folder, or over temporal.yaml', async () => {
    await symlink(join(model, 'model.json'), join(folder, 'to-model'));
    await symlink(model, join(folder, 'model-link'));
    for (const out of ['model/model.json', 'model/new.csv', 'model/sub/part', 'to-model', 'model-link/x.csv']) {
      await expect(check(join(folder, out))).rejects.toThrow(/belongs to the model/);
    }
    await expect(check(settings)).rejects.toThrow(/temporal\.yaml: it would be written over/);
  });

  test.each([
    ['.', /is a folder: name a file in it, such as .*predictions\.csv/],
    ['model', /is a folder/],
    ['none/out.csv', /there is no folder .*none/],
    ['rows.csv/out.csv', /there is no folder .*rows\.csv/],
    ['none/', /name a file/],
  ])('into %s', async (out, message) => {
    const refused = check(`${folder}/${out}`);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ code: 'InvalidInput' });
  });

  test('into nothing', async () => {
    await expect(check('')).rejects.toThrow(/--out: it is empty/);
  });
});

describe('predictions are written', () => {
  test('into a new file, or over another', async () => {
    const out = join(folder, 'out.csv');
    for (const text of ['first', 'second']) {
      await check(out);
      await writePredictions(out, text);
      expect(await readFile(out, 'utf8')).toBe(text);
    }
  });

  test('where a link leads', async () => {
    const [real, out] = [join(folder, 'real.csv'), join(folder, 'link.csv')];
    await writeFile(real, 'before');
    await symlink(real, out);
    await check(out);
    await writePredictions(out, 'after');
    expect(await readFile(real, 'utf8')).toBe('after');
    expect((await lstat(out)).isSymbolicLink()).toBe(true);
  });

  const onUnix = process.platform === 'win32' ? test.skip : test;
  onUnix('into a pipe or a device, which stays', async () => {
    await check('/dev/null');
    await writePredictions('/dev/null', 'text');
    expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await check(pipe);
    const [text] = await Promise.all([readFile(pipe, 'utf8'), writePredictions(pipe, 'through it')]);
    expect(text).toBe('through it');
    expect((await lstat(pipe)).isFIFO()).toBe(true);
  });
});
