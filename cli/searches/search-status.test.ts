import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchProgressSchema } from '../../contracts/search/search.js';
import { openStore } from '../../storage/store.js';
import { searchState } from '../../test/support/search-state.js';
import { progressFromRecord } from './search-status.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-status-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('tells of a search that nobody works on before its first step has ended', async () => {
  const { searches } = openStore(folder);
  expect(await progressFromRecord(searches, 'new')).toBeNull();
  await searches.writePlan('new', searchState({ maxTrials: 9 }).plan);
  const progress = searchProgressSchema.parse(await progressFromRecord(searches, 'new'));
  expect(progress).toMatchObject({ phase: 'searching', axis: null, step: 0, maxTrials: 9, trials: { total: 0 } });
});
