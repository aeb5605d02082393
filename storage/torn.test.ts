import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn, keyNumber, stepRecord, trialRecord } from '../test/support/store-values.js';
import { readCheckpoint, writeCheckpoint } from './checkpoints.js';
import { openStore, type Store } from './store.js';
import { verifyStore } from './verify.js';

const KEY = keyNumber(7);

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-torn-'));
  store = openStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A kind of file: how it is written, and what is read of it where it is torn. */
interface Kind {
  name: string;
  write: () => Promise<void>;
  path: () => string;
  read: () => Promise<unknown>;
  /** What is read instead. */
  instead: unknown;
  /** Reading puts it aside. */
  putsAside: boolean;
}

const inSearch =
  (file: string): (() => string) =>
  () =>
    join(folder, 'searches', 's', file);
const KINDS: Kind[] = [
  {
    name: 'trial',
    write: () => store.trials.write(trialRecord(KEY)),
    path: () => join(folder, 'trials', KEY.slice(0, 2), `${KEY.slice(2)}.json`),
    read: () => store.trials.read(KEY),
    instead: null,
    putsAside: true,
  },
  {
    name: 'step',
    write: () => store.searches.writeStep('s', stepRecord(0)),
    path: inSearch('steps/000000.json'),
    read: () => store.searches.readSteps('s', 0, 1).catch((error: Error) => error.message.slice(0, 6)),
    instead: 'step 0',
    putsAside: true,
  },
  {
    name: 'state',
    write: async () => {
      await store.searches.writeState('s', 1, { old: true });
      await store.searches.writeState('s', 2, { old: false });
    },
    path: inSearch('state-0.json'),
    read: () => store.searches.readState('s'),
    instead: { old: true },
    putsAside: true,
  },
  {
    name: 'fold',
    write: () => store.checkpoints.writeFold(KEY, 0, Buffer.from('what a fold gave')),
    path: () => join(store.checkpoints.folder(KEY), 'fold-0.done'),
    read: () => store.checkpoints.readFold(KEY, 0),
    instead: null,
    putsAside: false,
  },
  {
    name: 'fit',
    write: () => Promise.resolve(writeCheckpoint(store.checkpoints.fitFile(KEY, 0), Buffer.from('a fit under way'))),
    path: () => store.checkpoints.fitFile(KEY, 0),
    read: () => Promise.resolve(readCheckpoint(store.checkpoints.fitFile(KEY, 0))),
    instead: null,
    putsAside: false,
  },
  ...(['search.json', 'plan.json', 'result.json'] as const).map((file): Kind => ({
    name: file,
    write: () =>
      store.searches.writeOpening({ searchId: 's', workflow: 'w', input: {}, at: 'now' }).then(async () => {
        const text = await readFile(inSearch('search.json')());
        await writeFile(inSearch(file)(), text);
      }),
    path: inSearch(file),
    read: () =>
      file === 'search.json'
        ? store.searches.readOpening('s')
        : file === 'plan.json'
          ? store.searches.readPlan('s')
          : store.searches.readResult('s'),
    instead: null,
    putsAside: false,
  })),
];

describe.each(KINDS)('a $name', ({ write, path, read, instead, putsAside }) => {
  test('that is torn anywhere is none', async () => {
    await write();
    const whole = await readFile(path());
    for (let length = 0; length < whole.length; length += Math.max(1, Math.floor(whole.length / 60))) {
      await writeFile(path(), whole.subarray(0, length));
      expect(await read()).toEqual(instead);
      expect((await filesIn(join(folder, 'quarantine')).catch(() => [])).length).toBe(putsAside ? 1 : 0);
      // What is written again is read, whatever was there.
      await write();
      expect(await readFile(path())).toEqual(whole);
    }
  });

  test('that is torn is found and put aside by a verification', async () => {
    await write();
    const whole = await readFile(path());
    await writeFile(path(), whole.subarray(0, whole.length - 1));
    const { damaged } = await verifyStore(store);
    expect(damaged.map((one) => one.path)).toEqual([path()]);
    expect((await verifyStore(store)).damaged).toEqual([]);
    expect(await filesIn(join(folder, 'quarantine'))).toHaveLength(1);
  });
});

test('an artifact that is torn anywhere is refused, put aside, and put back by the same bytes', async () => {
  const bytes = Buffer.from('0123456789'.repeat(20));
  const ref = await store.artifacts.put(bytes);
  for (let length = 0; length < bytes.length; length += 7) {
    await writeFile(store.artifacts.path(ref), bytes.subarray(0, length));
    await expect(store.artifacts.get(ref)).rejects.toThrow('damaged on disk');
    expect(await store.artifacts.has(ref)).toBe(false);
    expect(await store.artifacts.put(bytes)).toBe(ref);
    expect(await store.artifacts.get(ref)).toEqual(bytes);
  }
});

test('a log of attempts that is torn anywhere loses the line that is torn, and no other', async () => {
  const path = store.attempts.path(KEY);
  await store.attempts.started(KEY, 'a', { folds: 0, fits: 0 });
  const before = await readFile(path);
  await store.attempts.ended(KEY, 'a', 'completed');
  const whole = await readFile(path);
  for (let length = before.length; length < whole.length - 2; length += 3) {
    await writeFile(path, whole.subarray(0, length));
    await store.attempts.started(KEY, 'b', { folds: 1, fits: 0 });
    await store.attempts.ended(KEY, 'b', 'completed');
    expect(await store.attempts.of(KEY)).toMatchObject({ started: 2, open: 1, trained: 1, continued: 1 });
  }
});

test('no altered byte of a trial or checkpoint passes for the record', async () => {
  const record = trialRecord(KEY);
  await store.trials.write(record);
  await store.checkpoints.writeFold(KEY, 0, Buffer.from('bytes of a fold'));
  const [trial, fold] = [KINDS[0].path(), KINDS[3].path()];
  const [trialBytes, foldBytes] = [await readFile(trial), await readFile(fold)];
  const altered = (bytes: Buffer, at: number, by: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy[at % bytes.length] ^= by;
    return copy;
  };
  await fc.assert(
    fc.asyncProperty(fc.nat(100_000), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      await writeFile(trial, altered(trialBytes, at, by));
      await writeFile(fold, altered(foldBytes, at, by));
      // An altered space between values, or letter of an escape, may mean the same.
      expect([null, record]).toContainEqual(await store.trials.read(KEY));
      expect(await store.checkpoints.readFold(KEY, 0)).toBeNull();
    }),
  );
});

test('a file that was written again while its damage was found goes back', async () => {
  const path = KINDS[0].path();
  await store.trials.write(trialRecord(KEY));
  const { quarantineTrial } = await import('./trials.js');
  expect(await quarantineTrial(folder, path, KEY)).toBe(false);
  expect(await store.trials.read(KEY)).toEqual(trialRecord(KEY));
  expect(await filesIn(join(folder, 'quarantine'))).toEqual([]);
});
