import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeColumns } from '../../contracts/candidate/column-set.js';
import { defaultCandidate } from '../../contracts/candidate/candidate.js';
import { jsonSchema } from '../../contracts/json.js';
import { AXIS_CONTRACT } from '../../contracts/module/axis.js';
import { exampleContext } from '../../kit/axis/example-context.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import { openStore, type Store } from '../../storage/store.js';
import { featuresAxis } from '../axes/features/index.js';
import { StepReader } from './step-reader.js';

let store: Store;
beforeEach(async () => {
  store = openStore(await mkdtemp(join(tmpdir(), 'coaxial-step-reader-')));
});
afterEach(() => rm(store.root, { recursive: true, force: true }));

/** Reads a step whose one trial has these arrays. */
function read(artifacts: Pick<ArtifactStore, 'get' | 'has'>, arrays: string): Promise<unknown> {
  const context = exampleContext();
  const incumbent = {
    key: 'a'.repeat(64),
    origin: { axis: 'paradigm', step: 0 },
    candidate: defaultCandidate(context.paradigms[0], { features: encodeColumns([0, 1]) }),
    outcome: { status: 'completed', score: 0.5, scores: [0.5], spread: 0, effort: null },
    arrays,
  };
  return new StepReader(artifacts).input(featuresAxis.declaration, {
    contract: AXIS_CONTRACT,
    axis: 'features',
    searchId: 'one',
    context: { inline: jsonSchema.parse(JSON.parse(JSON.stringify(context))) },
    state: null,
    trials: { inline: { incumbent, elite: [], trials: [] } },
    step: 0,
    seed: 1,
    trialsLeft: null,
    trialsNow: null,
  });
}

test('a trial whose importances the store does not have is told as lost, to be trained again', async () => {
  await expect(read(store.artifacts, `sha256:${'b'.repeat(64)}`)).rejects.toMatchObject({
    name: 'TrialsLost',
    keys: ['a'.repeat(64)],
  });
});

test('an error of reading what is there is no loss', async () => {
  const ref = await store.artifacts.put('bytes');
  const failing = {
    has: (one: string) => store.artifacts.has(one),
    get: () => Promise.reject(new Error('EMFILE: too many open files')),
  };
  await expect(read(failing, ref)).rejects.toThrow(/EMFILE/);
});
