import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../contracts/candidate/trial.js';
import { COMPLETED, stepRecord, trialRecord } from '../test/support/store-values.js';
import { openStore, type Store } from './store.js';
import { isReusable } from './trials.js';

const KEY = 'ab'.repeat(32);

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-store-'));
  store = openStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('artifacts', () => {
  it('lie under the hash of their bytes, once', async () => {
    const ref = await store.artifacts.put('abc');
    expect(ref).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(await store.artifacts.put(Buffer.from('abc'))).toBe(ref);
    expect((await store.artifacts.get(ref)).toString()).toBe('abc');
  });

  it('are put aside where their bytes were damaged', async () => {
    const ref = await store.artifacts.put('abc');
    await writeFile(store.artifacts.path(ref), 'abd');
    await expect(store.artifacts.get(ref)).rejects.toThrow(/damaged on disk and has been put aside/);
    expect(await store.artifacts.has(ref)).toBe(false);
    expect(await readdir(join(folder, 'quarantine'))).toHaveLength(1);
  });
});

describe('trials', () => {
  it('are read as they were written', async () => {
    expect(await store.trials.read(KEY)).toBeNull();
    await store.trials.write(trialRecord(KEY));
    expect(await store.trials.read(KEY)).toEqual(trialRecord(KEY));
  });

  it.each([
    ['torn', (text: string) => text.slice(0, text.length / 2)],
    ['altered', (text: string) => text.replace('"score":0.5', '"score":0.4')],
    ['empty', () => ''],
  ])('are put aside where the file is %s', async (_, damage) => {
    await store.trials.write(trialRecord(KEY));
    const path = join(folder, 'trials', KEY.slice(0, 2), `${KEY.slice(2)}.json`);
    await writeFile(path, damage(await readFile(path, 'utf8')));
    expect(await store.trials.read(KEY)).toBeNull();
    expect(await readdir(join(folder, 'quarantine'))).toEqual([`${KEY}.json`]);
    await store.trials.write(trialRecord(KEY));
    expect(await store.trials.read(KEY)).toEqual(trialRecord(KEY));
  });

  it('know which attempts at them have not told of their end', async () => {
    const nothing = { folds: 0, fits: 0 };
    await store.attempts.started(KEY, 'a', nothing);
    await store.attempts.started(KEY, 'b', { folds: 2, fits: 1 });
    await store.attempts.started(KEY, 'c', nothing);
    await store.attempts.ended(KEY, 'c', 'completed');
    const attempts = { started: 3, open: 2, trained: 1, continued: 1, restarted: 1 };
    expect(await store.attempts.of(KEY)).toEqual(attempts);
    await appendFile(join(folder, 'trials', KEY.slice(0, 2), `${KEY.slice(2)}.attempts`), '{"event":"star');
    expect(await store.attempts.of(KEY)).toEqual(attempts);
    const keys = [];
    for await (const key of store.trials.keys()) keys.push(key);
    expect(keys).toEqual([KEY]);
  });

  it.each<[Outcome, boolean]>([
    [COMPLETED, true],
    [{ status: 'failed', code: 'error', reason: '' }, true],
    [{ status: 'failed', code: 'memory', reason: '' }, false],
    [{ status: 'timed-out', limit: 'trial', reason: '' }, false],
    [{ status: 'timed-out', limit: 'search', reason: '' }, false],
    [{ status: 'pruned', reason: '' }, false],
  ])('%j may stand for a new evaluation: %s', (outcome, reusable) => expect(isReusable(outcome)).toBe(reusable));
});

describe('search records', () => {
  it.each(['plain', '../../escape', '..', 'a/b', 'ünï', 'x'.repeat(1000)])('are kept under any id: %s', async (id) => {
    await store.searches.writeStep(id, stepRecord(0));
    await store.searches.writeStep(id, { ...stepRecord(1), note: 'first' });
    await store.searches.writeStep(id, { ...stepRecord(1), note: 'again' });
    const [, second] = await store.searches.readSteps(id, 0, 2);
    expect(second.note).toBe('again');
    expect(await readdir(folder)).toEqual(['searches']);
    await expect(store.searches.readSteps(id, 0, 3)).rejects.toThrow('step 2 of search');
  });

  it('set the result of a search aside that goes on, once and again', async () => {
    const files = await store.searches.folder('extended');
    await writeFile(join(files, 'result.json'), '{}');
    await store.searches.setResultAside('extended');
    await store.searches.setResultAside('extended');
    expect(await readdir(files)).toEqual(['former-result.json']);
  });

  it('do not meet where long ids begin alike', async () => {
    const folders = await Promise.all(['a', 'b'].map((end) => store.searches.folder('x'.repeat(500) + end)));
    expect(new Set(folders).size).toBe(2);
  });
});
