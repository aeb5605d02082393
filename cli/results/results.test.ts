import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SearchResult } from '../../contracts/search/search.js';
import { readModel, writeModel } from '../../training/model/model-folder.js';
import { TINY_MODEL } from '../../test/support/tiny-model.js';
import { checkOut, copyResult } from './out-folder.js';
import { resultJson, summaryLines } from './summary.js';

const RESULT: SearchResult = {
  searchId: 's',
  strategy: 'sequential',
  task: 'binary',
  metric: 'f1',
  seed: 0,
  seconds: 61.5,
  stopped: 'time',
  trials: { total: 2, reused: 1, failed: 0 },
  axes: [
    { axis: 'paradigm', steps: 2, trials: 9, seconds: 75, gain: 0.0123 },
    { axis: 'features', steps: 1, trials: 3, seconds: 4, gain: 0 },
    { axis: 'transforms', steps: 0, trials: 0, seconds: 0, gain: 0 },
  ],
  cvScore: 0.9,
  repeats: 3,
  holdoutScore: null,
  holdoutReads: 0,
  holdoutSeen: 0,
  best: {
    key: 'k',
    features: ['a', 'b\u001b[2J'],
    transforms: { numeric: null, categorical: null, boolean: null, date: null, overrides: [] } as never,
    paradigm: 'linear',
    hyperparameters: {},
    architecture: null,
  },
  failures: [],
  leaders: [{ key: 'k', axis: 'features', paradigm: 'linear', features: 2, score: 0.9, spread: 0.1, seconds: 1 }],
  model: '/m',
  report: '/r.html',
  warnings: ['left out: nobody serves axis mixing\u001b[2J'],
};

test('a result as JSON has these fields in this order', async () => {
  const data = { columns: [], warnings: ['a'] };
  const json = (await resultJson(RESULT, () => Promise.resolve(data))) as { best: object; data: object };
  expect(json.data).toBe(data);
  expect(Object.keys(json)).toEqual(
    'searchId strategy task metric seed seconds trials cvScore holdoutScore holdoutReads holdoutSeen best model report stopped axes repeats failures warnings data'.split(
      ' ',
    ),
  );
  expect(Object.keys(json.best)).toEqual('features transforms paradigm hyperparameters architecture'.split(' '));
});

test('a result for people says what there is, and nothing in it acts on the terminal', () => {
  const text = summaryLines(RESULT, 'http://ui').join('\n');
  expect(text).toMatch(/2 trials \(1 reused, 0 failed\) in 1 min 02 s; the budget in time is spent/);
  expect(text).toMatch(/1 +0.9000 +0.1000 +linear +2 +features/);
  expect(text).toMatch(/^warning: left out: nobody serves axis mixing/m);
  expect(text).toMatch(/linear on 2 columns: a, b/);
  expect(text).toMatch(/too few rows to hold any out/);
  expect(text).toMatch(/paradigm +2 +9 +1 min 15 s +0.0123/);
  expect(text).toMatch(/features +1 +3 +4 s +–/);
  expect(text).not.toContain('transforms');
  expect(text).toContain('/r.html');
  expect(text).toContain('http://ui');
  expect(text).not.toContain('\u001b[2J');
});

describe('--out', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coaxial-out-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('gets copies of model and report', async () => {
    await writeModel(join(folder, 'model'), TINY_MODEL.description, TINY_MODEL.data);
    await writeFile(join(folder, 'r.html'), 'report');
    const out = join(folder, 'new', 'out');
    await checkOut(out);
    const delivered = await copyResult(
      { ...RESULT, model: join(folder, 'model'), report: join(folder, 'r.html') },
      out,
    );
    expect(delivered).toMatchObject({ model: join(out, 'model'), report: join(out, 'report.html') });
    expect(await readModel(delivered.model)).toEqual(await readModel(join(folder, 'model')));
    expect(await readFile(delivered.report, 'utf8')).toBe('report');
    await expect(checkOut(out)).rejects.toThrow(/is there already/);
  });

  test('gets nothing where there is no whole model, or no report', async () => {
    const out = join(folder, 'out');
    const result = { ...RESULT, model: join(folder, 'model'), report: join(folder, 'r.html') };
    await expect(copyResult(result, out)).rejects.toThrow(/holds no model/);
    await writeModel(result.model, TINY_MODEL.description, TINY_MODEL.data);
    await expect(copyResult(result, out)).rejects.toThrow(/r.html/);
    expect(await readdir(out)).toEqual([]);
    const [part] = (await readdir(result.model)).filter((name) => name.endsWith('.safetensors'));
    await writeFile(result.report, 'report');
    await writeFile(join(result.model, part), 'damaged');
    await expect(copyResult(result, out)).rejects.toThrow(/is damaged/);
    expect(await readdir(out)).toEqual([]);
  });

  test('must be a folder', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(checkOut(join(folder, 'file'))).rejects.toMatchObject({ code: 'InvalidInput' });
    await expect(checkOut(folder)).resolves.toBeUndefined();
  });
});
