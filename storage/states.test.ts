import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from './store.js';

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-states-'));
  store = openStore(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a state of a worker that stood still does not take the place of a later one of its run', async () => {
  const { searches } = store;
  const by = (run: string, sequence: number) => ({ run, sequence });
  await searches.writeState('s', 4, 'paused', by('a', 2));
  await searches.writeState('s', 4, 'not paused', by('a', 1));
  await searches.writeState('s', 2, 'a step before', by('a', 0));
  expect(await searches.readState('s')).toBe('paused');
  await searches.writeState('s', 4, 'resumed', by('a', 3));
  expect(await searches.readState('s')).toBe('resumed');
  // Of a run that was started after it, which counts again.
  await searches.writeState('s', 4, 'reset', by('b', 0));
  expect(await searches.readState('s')).toBe('reset');
});
