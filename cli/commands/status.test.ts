import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../storage/store.js';
import { readStatus } from './status.js';

// Searches that no server knows, and that have left only how they were started.
let store: Store;

beforeEach(async () => {
  store = openStore(await mkdtemp(join(tmpdir(), 'coaxial-lost-')));
  const at = '2025-01-01T00:00:00.000Z';
  await store.searches.writeOpening({ searchId: 'lost', workflow: 'jointSearch', input: {}, at });
});
afterEach(() => rm(store.root, { recursive: true, force: true }));

test('status calls them interrupted', async () => {
  const sources = { endpoint: null, searches: store.searches };
  expect(await readStatus('lost', sources)).toMatchObject({ searchId: 'lost', state: 'interrupted', strategies: null });
  expect(await readStatus('none', sources)).toBeNull();
});
