import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { keyNumber, stepRecord, trialRecord } from '../../test/support/store-values.js';
import { openStore, type Store } from '../store.js';
import { collectGarbage, type Collection } from './index.js';
import { HOUR_MS, WEEK_MS } from './plan.js';

const NOW = Date.now();
const OLD = NOW - 2 * HOUR_MS;

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-gc-'));
  store = openStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function age(path: string, at = OLD): Promise<void> {
  await utimes(path, new Date(at), new Date(at));
}

async function put(text: string, at = OLD): Promise<ArtifactRef> {
  const ref = await store.artifacts.put(text);
  await age(store.artifacts.path(ref), at);
  return ref;
}

async function file(path: string, at = OLD, text = 'x'): Promise<string> {
  const whole = join(folder, path);
  await mkdir(dirname(whole), { recursive: true });
  await writeFile(whole, text);
  await age(whole, at);
  return path;
}

function trialPath(key: string, extension = '.json'): string {
  return join('trials', key.slice(0, 2), `${key.slice(2)}${extension}`);
}

/** A trial with arrays of its own. @returns the arrays */
async function trial(
  number: number,
  at = OLD,
  arrays = `arrays of ${number} ${'.'.repeat(10_000)}`,
): Promise<ArtifactRef> {
  const ref = await put(arrays, at);
  await store.trials.write(trialRecord(keyNumber(number), { arrays: ref }));
  await age(join(folder, trialPath(keyNumber(number))), at);
  return ref;
}

/** A search with one step. @param ended when its result was written; null where it has none */
async function search(id: string, numbers: readonly number[], ended: number | null, since = OLD): Promise<void> {
  const at = `searches/${id}`;
  await store.searches.writeStep(id, stepRecord(0, numbers.map(keyNumber)));
  await age(join(folder, at, 'steps/000000.json'), since);
  await file(`${at}/plan.json`, since, '{"contextRef": null}');
  await file(`${at}/model/model.safetensors`, since);
  if (ended !== null) await file(`${at}/result.json`, ended);
}

async function left(): Promise<number[]> {
  const keys: string[] = [];
  for await (const key of store.trials.keys()) keys.push(key);
  return keys.map((key) => Number.parseInt(key.slice(0, 8), 16)).sort((a, b) => a - b);
}

const counts = ({ removed }: Collection): Record<string, number> =>
  Object.fromEntries(
    Object.entries(removed).flatMap(([kind, { files }]) => (files > 0 ? [[kind, files] as [string, number]] : [])),
  );

describe('what nobody can need goes', () => {
  test('writes that died, quarantine, claims of the dead; nothing young', async () => {
    const key = keyNumber(1);
    for (const at of [OLD, NOW]) {
      await file(`trials/00/x.json.${at}.partial`, at);
      await file(`${trialPath(key)}.${at}`, at);
      await file(`artifacts/file.${at}.partial`, at);
      await file(`checkpoints/00/${'1'.repeat(62)}/fold-0.fit.${at}.partial`, at);
      await file(`searches/s/state-0.json.${at}.partial`, at);
      await file(`quarantine/${at}`, at - WEEK_MS + HOUR_MS);
      await file(`${trialPath(keyNumber(at % 97), '.claim')}/token 1@elsewhere`, at);
    }
    await file('searches/s/model/weights.1');
    expect(counts(await collectGarbage(store, { now: NOW }))).toEqual({ partials: 5, quarantine: 1, claims: 1 });
    expect(counts(await collectGarbage(store, { now: NOW }))).toEqual({});
  });

  test('checkpoints of folds of a trial that is done, and of no other', async () => {
    for (const number of [1, 2, 3, 4]) {
      await store.checkpoints.writeFold(keyNumber(number), 0, Buffer.from('x'));
      await age(join(store.checkpoints.folder(keyNumber(number)), 'fold-0.done'));
    }
    await trial(1);
    const timedOut = { status: 'timed-out', limit: 'trial', reason: '' } as const;
    await store.trials.write(trialRecord(keyNumber(2), { outcome: timedOut }));
    // Its arrays are lost: it is being trained again.
    await store.trials.write(trialRecord(keyNumber(3), { arrays: `sha256:${keyNumber(9)}` }));
    await file(`checkpoints/00/${keyNumber(1).slice(2)}/final-all.fit`);
    expect(counts(await collectGarbage(store, { now: NOW }))).toEqual({ checkpoints: 1 });
    for (const number of [2, 3, 4]) expect(await store.checkpoints.readFold(keyNumber(number), 0)).not.toBeNull();
    expect(counts(await collectGarbage(store, { now: NOW + WEEK_MS }))).toEqual({ checkpoints: 1 });
  });

  test('artifacts that nothing refers to', async () => {
    const [data, dataset, state, candidates] = await Promise.all(
      ['data', 'set', 'state', 'candidates'].map((text) => put(text)),
    );
    const context = await put(JSON.stringify({ dataRef: dataset }));
    await file('searches/s/plan.json', OLD, JSON.stringify({ contextRef: context }, null, 2));
    await file('searches/s/result.json');
    await store.searches.writeOpening({ searchId: 's', workflow: 'w', input: { data }, at: '' });
    await store.searches.writeStep('s', stepRecord(0, [], { candidates: { ref: candidates, from: 0, to: 1 } }));
    await store.searches.writeState('s', 0, { axes: [{ state: { ref: state } }] });
    const arrays = await trial(1);
    const nobodys = await put('nobodys');
    const young = await put('young', NOW);
    // Put again, it is as young.
    const again = await put('again');
    await store.artifacts.put('again');
    expect(counts(await collectGarbage(store, { now: NOW }))).toEqual({ artifacts: 1 });
    expect(await store.artifacts.has(nobodys)).toBe(false);
    for (const ref of [data, dataset, state, candidates, context, arrays, young, again]) {
      expect(await store.artifacts.has(ref)).toBe(true);
    }
  });

  test('but not while the search goes on whose step may have put them', async () => {
    const before = await put('before', OLD - 3 * HOUR_MS);
    await search('s', [], null, OLD - 2 * HOUR_MS);
    const since = await put('since', OLD - HOUR_MS);
    await collectGarbage(store, { now: NOW });
    expect(await store.artifacts.has(since)).toBe(true);
    expect(await store.artifacts.has(before)).toBe(false);
    await file('searches/s/result.json');
    await collectGarbage(store, { now: NOW });
    expect(await store.artifacts.has(since)).toBe(false);
  });
});

describe('a store that is too large', () => {
  test('loses trials of no search, then those of ended searches, the least recently used first', async () => {
    for (let number = 1; number <= 8; number++) await trial(number, OLD - number);
    await search('first', [1, 2], OLD - 100);
    await search('last', [2, 3], OLD - 50);
    await search('running', [4, 5], null, OLD);
    const { before } = await collectGarbage(store, { now: NOW });
    const shrink = async (bytes: number): Promise<Collection> =>
      collectGarbage(store, { now: NOW, maxBytes: before - bytes });
    expect((await shrink(1)).searches).toEqual([]);
    expect(await left()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await shrink(25_000);
    expect(await left()).toEqual([1, 2, 3, 4, 5]);
    expect((await shrink(35_000)).searches).toEqual(['first']);
    expect(await left()).toEqual([2, 3, 4, 5]);
    const all = await shrink(before);
    expect(all.searches).toEqual(['last']);
    expect(await left()).toEqual([4, 5]);
    expect(all.after).toBeGreaterThan(0);
    for (const id of ['first', 'last', 'running']) {
      expect(await store.searches.countSteps(id)).toBe(1);
      await expect(collectGarbage(store, { now: NOW, maxBytes: 0 })).resolves.toMatchObject({ searches: [] });
    }
  });

  test('keeps arrays that another trial shares, and trials that are trained', async () => {
    const shared = await trial(1, OLD, 'shared');
    await trial(2, OLD, 'shared');
    await search('ended', [1], OLD);
    await search('running', [2], null);
    await collectGarbage(store, { now: NOW, maxBytes: 0 });
    expect(await left()).toEqual([2]);
    expect(await store.artifacts.has(shared)).toBe(true);
    await trial(3);
    const claim = await store.claims.claim(keyNumber(3), new AbortController().signal, () => Promise.resolve(false));
    await collectGarbage(store, { now: NOW, maxBytes: 0 });
    expect(await left()).toEqual([2, 3]);
    await claim!.release();
  });

  test('is told what would go, and loses nothing', async () => {
    await trial(1);
    await search('ended', [1], OLD);
    await store.checkpoints.writeFold(keyNumber(1), 0, Buffer.from('x'));
    await age(join(store.checkpoints.folder(keyNumber(1)), 'fold-0.done'));
    const options = { now: NOW, maxBytes: 0 };
    const dry = await collectGarbage(store, { ...options, dryRun: true });
    expect(await left()).toEqual([1]);
    const { dryRun, ...real } = await collectGarbage(store, options);
    expect(dryRun).toBe(false);
    expect(dry).toEqual({ ...real, dryRun: true });
    expect((await collectGarbage(store, options)).before).toBe(real.after);
  });
});

test('what is used again between the survey and the removal stays', async () => {
  const ref = await put('nobodys');
  const collecting = collectGarbage(store, { now: NOW });
  await store.artifacts.put('nobodys');
  await collecting;
  // Either it was touched in time, or it was gone already and has been written again.
  expect(await store.artifacts.has(ref)).toBe(true);
});
