import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from '@temporalio/client';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createReadStream } from 'node:fs';
import { SearchFailed } from '../../client/search-failed.js';
import { searchHandle, type SearchHandle } from '../../client/search-handle.js';
import { startSearch } from '../../client/start-search.js';
import type { SearchInput } from '../../contracts/search/search-input.js';
import type { SearchProgress } from '../../contracts/search/search.js';
import { Model, type ClassPredictions } from '../../prediction/model.js';
import { TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const DATA = resolve(import.meta.dirname, '../../examples/data/penguins.csv');
const INPUT: SearchInput = { data: DATA, target: 'species', paradigms: ['naive-bayes', 'linear'], maxTrials: 400 };
/** Its workers poll another queue than by default. */
const QUEUE = 'own-searches';

let folder: string;
let home: TestHome;
const start = (searchId: string, input: Partial<SearchInput> = {}): Promise<SearchHandle> =>
  startSearch(home.client, { ...INPUT, ...input }, { searchId, taskQueue: QUEUE, store: home.store });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-client-'));
  const config = join(folder, 'temporal.yaml');
  await writeFile(config, `search: { queue: ${QUEUE} }\ndata: { roots: [${resolve(DATA, '..')}] }\n`);
  home = await TestHome.open(config);
  await home.startAllWorkers();
});
afterAll(async () => {
  await home.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a search that a program starts', () => {
  it('is followed to its end, and its model predicts', async () => {
    const search = await startSearch(home.client, { ...INPUT, maxTrials: 12 }, { taskQueue: QUEUE });
    expect(search.searchId).toMatch(/^penguins-[a-z2-9]{6}$/);
    const seen: SearchProgress[] = [];
    for await (const progress of search) seen.push(progress);
    const result = await search.result();
    expect(result).toMatchObject({ searchId: search.searchId, strategy: 'pseudo-joint', trials: { total: 12 } });
    expect(seen.at(-1)).toMatchObject({ phase: 'done', trials: { total: 12 } });
    const counts = seen.map(({ trials }) => trials.total);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(new Set(seen.map((one) => JSON.stringify({ ...one, seconds: 0 }))).size).toBe(seen.length);

    const model = await Model.load(result);
    const { predictions } = (await model.predict(createReadStream(DATA))) as ClassPredictions;
    expect(predictions).toHaveLength(344);
    expect(new Set(predictions)).toEqual(new Set(['Adelie', 'Chinstrap', 'Gentoo']));
  });

  it('pauses, goes on, takes another budget, and stops; breaking off a loop leaves it running', async () => {
    const search = await start('changed');
    for await (const { trials } of search) if (trials.total >= 2) break;
    expect(await search.pause()).toMatch(/no further trials/);
    expect(await search.progress()).toMatchObject({ paused: true, maxTrials: 400 });
    expect(await search.resume()).toBe('the search goes on');
    await search.extend({ maxTrials: '+100', maxTime: '1h' });
    expect(await search.progress()).toMatchObject({ maxTrials: 500, maxSeconds: 3600 });
    await expect(search.extend({ maxTrials: 1 })).rejects.toThrow(/has taken .* already/);
    await expect(search.extend({})).rejects.toThrow(/name maxTrials, maxTime or both/);
    await expect(search.extend({ maxTime: 'soon' })).rejects.toThrow(/\+10m for 10 minutes more/);

    const same = await start('changed');
    await same.stop();
    expect(await search.result()).toMatchObject({ searchId: 'changed', stopped: 'stopped' });
    await expect(search.pause()).rejects.toThrow(/changed does not run: it has ended \(completed\)/);
  });

  it('is the same one by its id, strategy and input, and no other', async () => {
    const search = await start('same', { maxTrials: 6 });
    const first = await search.result();
    const again = await start('same', { maxTrials: 6, seed: 0 });
    expect(await again.result()).toEqual(first);
    await expect(start('same', { maxTrials: 7 })).rejects.toMatchObject({
      code: 'InvalidInput',
      message: expect.stringMatching(/^searchId: same is the id of .* this call has another maxTrials/),
    });
  });

  it('goes on with another budget once it has ended, by the store', async () => {
    const search = await start('extended', { maxTrials: 6 });
    const first = await search.result();
    await expect(searchHandle(home.client, 'extended').extend({ maxTrials: '+6' })).rejects.toThrow(
      /has ended: to extend it, give its handle the store/,
    );
    expect(await search.extend({ maxTrials: '+6' })).toMatch(/extended goes on: at most 12 trials, counted/);
    const result = await search.result();
    expect([first.trials.total, result.trials.total]).toEqual([6, 12]);
  });

  it('has its result from the store where the server does not know it any more', async () => {
    const result = await (await start('forgotten', { maxTrials: 6 })).result();
    // Another namespace of the server.
    const { connection } = home.client;
    const client = new Client({ connection, namespace: 'default' });
    await expect(searchHandle(client, 'forgotten').result()).rejects.toThrow(/there is no search forgotten/);
    expect(await searchHandle(client, 'forgotten', { store: home.store }).result()).toEqual(result);
    const options = { searchId: 'forgotten', taskQueue: QUEUE, store: home.store };
    expect(await (await startSearch(client, { ...INPUT, maxTrials: 6 }, options)).result()).toEqual(result);
  });
});

describe('a search that comes to nothing', () => {
  it('fails with its reason, and ends its loop', async () => {
    const search = await start('failing', { target: 'colour' });
    for await (const { phase } of search) expect(phase).not.toBe('done');
    const failed = await search.result().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(SearchFailed);
    expect((failed as Error).message).toMatch(/^target: colour is not a column/);
  });

  it.each<[string, object, object, RegExp]>([
    ['input', { maxTrials: 0 }, {}, /^maxTrials: /],
    ['field', { colour: 'red' }, {}, /colour/],
    ['strategy', {}, { strategy: 'all' }, /^strategy: there is no all; there are sequential/],
    ['id', {}, { searchId: 'a/b' }, /^searchId: /],
  ])('is refused for a wrong %s', async (_, input, options, message) => {
    const started = startSearch(home.client, { ...INPUT, ...input }, options);
    await expect(started).rejects.toMatchObject({ code: 'InvalidInput', message: expect.stringMatching(message) });
  });

  it('is not there', async () => {
    const search = searchHandle(home.client, 'nothing');
    const looked = async (): Promise<void> => {
      for await (const progress of search) throw new Error(JSON.stringify(progress));
    };
    for (const asked of [search.progress(), search.result(), search.stop(), looked()]) {
      await expect(asked).rejects.toThrow(/there is no search nothing/);
    }
    const over = new AbortController();
    over.abort(new Error('enough'));
    await expect(search.result(over.signal)).rejects.toThrow('enough');
  });
});
