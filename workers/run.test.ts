import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectSettingsSchema } from '../contracts/search/settings.js';
import { openStore } from '../storage/store.js';
import { localWorkers } from './local-workers.js';
import { runWorkers } from './run.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'coaxial-run-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = projectSettingsSchema.parse({
  axes: {
    features: { version: {} },
    transforms: { queue: 'cleaning' },
    mixing: { queue: 'mixing', module: 'mixing.mjs' },
    thinning: { queue: 'thinning', module: 'thinning.mjs', version: {} },
  },
  paradigms: {
    ridge: { queue: 'ridge', module: 'ridge.mjs' },
    lasso: { queue: 'lasso', module: 'lasso.mjs', version: { running: 'pinned' } },
    lightgbm: { queue: 'python' },
  },
});

test('one machine serves what has no version and no queue of a team', () => {
  expect(localWorkers(settings)).toEqual({
    search: ['search', 'paradigm', 'architecture', 'hyperparameters', 'joint', 'mixing'],
    trials: ['trials', 'ridge'],
  });
});

test.each([
  [['search', 'features'], /features has a version in temporal.yaml, but no build: set COAXIAL_BUILD_ID/],
  [['search', 'mixing'], /^axes\.mixing\.module of temporal\.yaml: the module file:.*mixing\.mjs cannot be loaded/],
  [['search', 'serch'], /serch is not a worker/],
])('workers %j are refused before any of them starts', async (roles, message) => {
  // Nobody listens there: a connection would fail otherwise.
  const connection = { address: '127.0.0.1:1' };
  const options = { roles, connection, namespace: 'default', settings, root: folder, store: openStore(folder) };
  await expect(runWorkers(options)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringMatching(message),
  });
});
