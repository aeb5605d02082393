import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../storage/store.js';
import { whileLocked } from '../../storage/gc/lock.js';
import { eventually } from '../../test/support/test-home.js';
import { startHousekeeping } from './housekeeping.js';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-housekeeping-'));
  store = openStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SETTINGS = { store: { maxGigabytes: 1 } };
const TIMES = { firstAfterMs: 1, everyMs: 20 };

async function leaveGarbage(): Promise<void> {
  const path = join(folder, 'quarantine', 'old');
  await mkdir(join(folder, 'quarantine'), { recursive: true });
  await writeFile(path, '');
  await utimes(path, 0, 0);
}

const isTidy = async (): Promise<boolean> => (await readdir(join(folder, 'quarantine'))).length === 0;

test('a store is tidied again and again, until it is ended', async () => {
  await leaveGarbage();
  const end = startHousekeeping(store, SETTINGS, TIMES);
  await eventually('the garbage is gone', isTidy);
  await leaveGarbage();
  await eventually('the garbage is gone again', isTidy);
  end();
});

test('one process at a time does it', async () => {
  await leaveGarbage();
  let end = (): void => undefined;
  const options = { patienceMs: 0, signal: new AbortController().signal };
  await whileLocked(
    openStore(folder),
    async () => {
      end = startHousekeeping(store, SETTINGS, TIMES);
      expect(await whileLocked(store, () => Promise.resolve('both'), options)).toBeNull();
      expect(await isTidy()).toBe(false);
    },
    options,
  );
  await eventually('the garbage is gone once the other has done', isTidy);
  end();
});

test('what goes wrong is said, and ends nothing', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  await mkdir(join(folder, 'searches'));
  const readOnly = { ...store, claims: { claim: () => Promise.reject(new Error('no disk')) } } as unknown as Store;
  const end = startHousekeeping(readOnly, SETTINGS, TIMES);
  await eventually('it is said twice', () => Promise.resolve(said.mock.calls.length > 1));
  expect(said.mock.calls[0]).toEqual(['the store could not be tidied: no disk']);
  end();
  said.mockRestore();
});
