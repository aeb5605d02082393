import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../storage/store.js';
import { notOnServerError } from './control.js';

// Searches that no server knows, and that have left only how they were started.
let store: Store;

beforeEach(async () => {
  store = openStore(await mkdtemp(join(tmpdir(), 'coaxial-lost-')));
  const at = '2025-01-01T00:00:00.000Z';
  await store.searches.writeOpening({ searchId: 'lost', workflow: 'jointSearch', input: {}, at });
});
afterEach(() => rm(store.root, { recursive: true, force: true }));

test('pause and stop name the commands that it takes', async () => {
  const { message } = await notOnServerError(store.searches, 'stop', 'lost');
  expect(message).toBe('lost was interrupted: "coaxial resume lost" starts it, then "coaxial stop lost" ends it');
  expect((await notOnServerError(store.searches, 'pause', 'none')).message).toMatch(/there is no search none/);
});
