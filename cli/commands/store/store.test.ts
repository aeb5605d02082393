import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyNumber, trialRecord } from '../../../test/support/store-values.js';
import { openStore, type Store } from '../../../storage/store.js';
import { storeGc } from './gc.js';
import { sizeText } from './sizes.js';
import { storeStats } from './stats.js';
import { storeVerify } from './verify.js';

const KEY = keyNumber(1);

let home: string;
let store: Store;
let said: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'coaxial-cli-store-'));
  process.env.COAXIAL_HOME = home;
  store = openStore(join(home, 'store'));
  said = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  delete process.env.COAXIAL_HOME;
  await rm(home, { recursive: true, force: true });
});

async function trainTwice(): Promise<void> {
  for (const attempt of ['a', 'b']) {
    await store.attempts.started(KEY, attempt, { folds: 0, fits: 0 });
    await store.attempts.ended(KEY, attempt, 'completed');
  }
  await store.trials.write(trialRecord(KEY, { arrays: await store.artifacts.put('arrays') }));
}

/** A line of JSON, and nothing else. */
function json(): unknown {
  expect(said).toMatch(/^.*\n$/);
  return JSON.parse(said);
}

describe('stats', () => {
  test('shows sizes, and the trials to which something happened', async () => {
    await trainTwice();
    await store.trials.write(trialRecord(keyNumber(2)));
    expect(await storeStats({})).toBe(0);
    expect(said).toMatch(/trials +3 +\d\.\d\d kB/);
    expect(said).toContain('2 trials: 2 completed, 0 failed, 0 timed out');
    expect(said).toContain('trained 3 times, 1 trial more than once');
    expect(said).toMatch(new RegExp(`${KEY.slice(0, 16)} +completed +2 +0 +0 +0`));
    expect(said).not.toContain(keyNumber(2).slice(0, 16));
  });

  test('tells all of it as JSON, also of an empty store', async () => {
    await storeStats({ json: true });
    expect(json()).toMatchObject({ trials: { total: 0 }, attempts: { trained: 0 }, keys: [] });
  });
});

describe('verify', () => {
  test('finds nothing where all is well', async () => {
    await trainTwice();
    expect(await storeVerify({})).toBe(0);
    expect(said).toMatch(/2 files with .* read: all are whole/);
  });

  test('says what each loss means', async () => {
    await trainTwice();
    const data = await store.artifacts.put('a,b\n1,2\n');
    const input = { data, dataName: 'two words.csv', target: 'b', seed: 3, types: ['a=numeric'] };
    await store.searches.writeOpening({ searchId: 's', workflow: 'sequentialSearch', input, at: '' });
    await store.checkpoints.writeFold(KEY, 0, Buffer.from('fold'));
    await store.searches.writeState('s', 0, null);
    const arrays = (await store.trials.read(KEY))!.arrays!;
    const unknown = await store.artifacts.put('unknown');
    for (const ref of [data, arrays, unknown]) await truncate(store.artifacts.path(ref), 1);
    await truncate(join(store.checkpoints.folder(KEY), 'fold-0.done'), 3);
    await writeFile(join(store.root, 'searches/s/state-0.json'), '{');
    expect(await storeVerify({ json: true })).toBe(1);
    const { damaged } = json() as { damaged: { of: string; kind: string; consequence: string }[] };
    const consequence = (of: string, kind: string): string =>
      damaged.find((one) => one.of === of && one.kind === kind)!.consequence;
    expect(damaged).toHaveLength(5);
    expect(consequence(data, 'artifact')).toBe(
      'the file of search s; reading the same file again puts it back: ' +
        `coaxial search 'two words.csv' --target b --max-trials 1 --type a=numeric --seed 3 --strategy sequential`,
    );
    expect(consequence(arrays, 'artifact')).toMatch(`the predictions of trial ${KEY}: it is trained again`);
    expect(consequence(unknown, 'artifact')).toMatch(/nothing else is lost/);
    expect(consequence(KEY, 'checkpoint')).toMatch(/nothing is lost but time/);
    expect(consequence('s', 'state')).toMatch(/the state before it/);
    said = '';
    expect(await storeVerify({})).toBe(0);
  });

  test('shows them as text', async () => {
    await trainTwice();
    await truncate(join(store.root, 'trials', KEY.slice(0, 2), `${KEY.slice(2)}.json`), 5);
    expect(await storeVerify({})).toBe(1);
    expect(said).toMatch(new RegExp(`1 damaged, now in .*quarantine\n\ntrial ${KEY}:\n {2}it is trained again`));
  });
});

describe('gc', () => {
  test('says what would go, and then removes it', async () => {
    await trainTwice();
    const past = new Date(0);
    const { utimes } = await import('node:fs/promises');
    const { path } = { path: join(store.root, 'trials', KEY.slice(0, 2), `${KEY.slice(2)}.json`) };
    for (const file of [path, store.attempts.path(KEY)]) await utimes(file, past, past);
    expect(await storeGc({ maxSize: 0, dryRun: true })).toBe(0);
    expect(said).toMatch(/trials +2 +\d.*would shrink from .* to 0 B\n$/s);
    said = '';
    expect(await storeGc({ maxSize: 0, json: true })).toBe(0);
    expect(json()).toMatchObject({ dryRun: false, after: 0, maxBytes: 0, removed: { trials: { files: 2 } } });
    said = '';
    await storeGc({});
    expect(said).toMatch(/there was nothing to remove\n\nshrunk from 0 B to 0 B\n$/);
  });
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [12_345, '12.3 kB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [99_960_000, '100 MB'],
  [5e13, '50.0 TB'],
  [5e16, '50000 TB'],
])('%d bytes are written %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
