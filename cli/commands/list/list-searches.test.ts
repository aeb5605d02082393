import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonSchema } from '../../../contracts/json.js';
import { openStore, type Store } from '../../../storage/store.js';
import { searchState } from '../../../test/support/search-state.js';
import type { ExecutionInfo } from '../../../server/list-executions.js';
import { listSearches } from './list-searches.js';

let store: Store;

beforeEach(async () => {
  store = openStore(await mkdtemp(join(tmpdir(), 'coaxial-list-')));
});
afterEach(() => rm(store.root, { recursive: true, force: true }));

function run(workflowId: string, status: string, at: string): ExecutionInfo {
  return { workflowId, type: 'sequentialSearch', status, startTime: new Date(at) };
}

async function open(searchId: string, workflow: string, at: string): Promise<void> {
  await store.searches.writeOpening({ searchId, workflow, input: {}, at });
}

test('searches are listed once each, the latest first, by what the server or the store says', async () => {
  await open('lost', 'jointSearch', '2025-01-02T00:00:00.000Z');
  await open('all', 'compareStrategies', '2025-01-01T00:00:00.000Z');
  await open('paused', 'pseudoJointSearch', '2025-01-03T00:00:00.000Z');
  const state = { ...searchState(), paused: true, counts: { total: 7, reused: 2, failed: 1 } };
  await store.searches.writeState('paused', 1, jsonSchema.parse(state));
  const listed = await listSearches(store.searches, [
    run('again', 'TERMINATED', '2025-01-04T00:00:00.000Z'),
    run('again', 'RUNNING', '2025-01-05T00:00:00.000Z'),
    run('paused', 'RUNNING', '2025-01-03T00:00:01.000Z'),
  ]);
  expect(listed.map(({ searchId, strategy, status }) => [searchId, strategy, status])).toEqual([
    ['again', 'sequential', 'running'],
    ['paused', 'pseudo-joint', 'paused'],
    ['lost', 'joint', 'interrupted'],
    ['all', 'comparison', 'interrupted'],
  ]);
  expect(listed[1]).toMatchObject({ trials: { total: 7, reused: 2, failed: 1 }, best: null });
  expect(listed[0].started).toBe('2025-01-04T00:00:00.000Z');
});
