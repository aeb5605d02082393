import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AcceptReply, AcceptRequest } from '../../contracts/search/search-activities.js';
import { exampleContext } from '../../kit/axis/example-context.js';
import { openStore } from '../../storage/store.js';
import { environment } from '../../test/support/serving.js';
import { createAcceptStep } from './accept-step.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-accept-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('reads no list of candidates that is larger than any can be', async () => {
  const store = openStore(folder);
  const ref = `sha256:${'a'.repeat(64)}`;
  await mkdir(dirname(store.artifacts.path(ref)), { recursive: true });
  await writeFile(store.artifacts.path(ref), '');
  await truncate(store.artifacts.path(ref), 65 * 2 ** 20);
  const accept = createAcceptStep(store);
  const answer = {
    candidates: { ref, from: 0, to: 3 },
    state: { inline: null },
    converged: false,
    note: '',
    choice: null,
  };
  const request: AcceptRequest = {
    axis: 'features',
    contextRef: await store.artifacts.put(JSON.stringify(exampleContext())),
    shown: { searchId: 's', incumbent: null, elite: [], unseen: { from: 0, to: 0 } },
    trialsNow: null,
    answer,
  };
  const reply = environment().run((given: AcceptRequest): Promise<AcceptReply> => accept(given), request);
  expect(await reply).toEqual({ wrong: 'its candidates take more than 64 MB' });
});
