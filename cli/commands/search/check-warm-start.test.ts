import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../../storage/store.js';
import { exampleContext } from '../../../kit/axis/example-context.js';
import { searchState } from '../../../test/support/search-state.js';
import { checkWarmStart } from './check-warm-start.js';

let store: Store;

beforeEach(async () => {
  store = openStore(await mkdtemp(join(tmpdir(), 'coaxial-check-warm-')));
});
afterEach(() => rm(store.root, { recursive: true, force: true }));

test('a warm start is refused without an earlier search of the same task that shares a column', async () => {
  const { task, columns } = exampleContext();
  const same = { task, columns: ['new', columns[0].name] };
  await expect(checkWarmStart(store, 'earlier', same)).rejects.toThrow(/--warm-start: the store has no search earlier/);

  const contextRef = await store.artifacts.put(JSON.stringify(exampleContext()));
  await store.searches.writePlan('earlier', { ...searchState().plan, contextRef, task });
  await store.searches.writeState('earlier', 1, { elite: [{ key: 'k' }] });
  await checkWarmStart(store, 'earlier', same);
  const other = checkWarmStart(store, 'earlier', { ...same, task: task === 'regression' ? 'binary' : 'regression' });
  await expect(other).rejects.toThrow(/earlier is of a .* task, this search of a/);
  const apart = checkWarmStart(store, 'earlier', { task, columns: ['new'] });
  await expect(apart).rejects.toThrow(`no column of earlier is in this data (it has ${columns[0].name}`);
});
