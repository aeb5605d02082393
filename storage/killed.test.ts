import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreChild } from '../test/support/store-child.js';
import { keyNumber, stepRecord, trialRecord } from '../test/support/store-values.js';
import { readCheckpoint } from './checkpoints.js';
import { openStore } from './store.js';
import { verifyStore } from './verify.js';

const KEY = keyNumber(1);
const KILLS = 20;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-killed-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes the same files again and again, each time with other contents that fill some pages. */
const WRITE_FOREVER = `
  for (let round = 0; ; round++) {
    const text = String(round).repeat(20_000);
    await Promise.all([
      store.trials.write({ ...${JSON.stringify(trialRecord(KEY))}, backend: text }),
      store.searches.writeStep('s', { ...${JSON.stringify(stepRecord(0))}, note: text }),
      store.searches.writeState('s', round, text),
      store.artifacts.put(text),
      store.checkpoints.writeFold('${KEY}', 0, Buffer.from(text)),
    ]);
    writeCheckpoint(store.checkpoints.fitFile('${KEY}', 0), Buffer.from(text));
    say(round);
  }`;

test('whenever a process is killed, every file with its final name is whole', async () => {
  const store = openStore(folder);
  for (let kill = 0; kill < KILLS; kill++) {
    const child = StoreChild.start(folder, WRITE_FOREVER);
    for (let round = 0; round <= kill % 3; round++) await child.next();
    // Some instant of the next round, another one each time.
    for (let looks = 0; looks < kill; looks++) await readdir(folder);
    child.kill('SIGKILL');
    await child.end();
    await expectWhole(store.root);
  }
  const { files, damaged } = await verifyStore(store);
  expect(damaged).toEqual([]);
  // The artifacts of each round beside what is written again and again.
  expect(files).toBeGreaterThan(6);
});

async function expectWhole(root: string): Promise<void> {
  const store = openStore(root);
  expect((await store.trials.read(KEY))?.key).toBe(KEY);
  expect(await store.searches.readSteps('s', 0, 1)).toHaveLength(1);
  expect(await store.searches.readState('s')).not.toBeNull();
  expect(await store.checkpoints.readFold(KEY, 0)).not.toBeNull();
  expect(readCheckpoint(store.checkpoints.fitFile(KEY, 0))).not.toBeNull();
}
