import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreChild } from '../test/support/store-child.js';
import { filesIn, keyNumber, stepRecord, trialRecord } from '../test/support/store-values.js';
import { readCheckpoint, writeCheckpoint } from './checkpoints.js';
import { openStore } from './store.js';

const KEY = keyNumber(1);
const LARGE = 100_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-full-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes what is too large over what there is, and says what went wrong each time. */
const WRITE_LARGE = `
  const large = 'x'.repeat(${LARGE});
  const writes = {
    trial: () => store.trials.write({ ...${JSON.stringify(trialRecord(KEY))}, backend: large }),
    step: () => store.searches.writeStep('s', { ...${JSON.stringify(stepRecord(0))}, note: large }),
    state: () => store.searches.writeState('s', 2, large),
    artifact: () => store.artifacts.put(large),
    fold: () => store.checkpoints.writeFold('${KEY}', 0, Buffer.from(large)),
    fit: async () => writeCheckpoint(store.checkpoints.fitFile('${KEY}', 0), Buffer.from(large)),
  };
  const errors = async () => {
    const messages = {};
    for (const [name, write] of Object.entries(writes)) {
      messages[name] = await write().then(() => 'no error', (error) => error.message);
    }
    return messages;
  };`;

async function writeSmall(store: ReturnType<typeof openStore>): Promise<void> {
  await store.trials.write(trialRecord(KEY));
  await store.searches.writeStep('s', stepRecord(0));
  await store.searches.writeState('s', 0, 'small');
  await store.checkpoints.writeFold(KEY, 0, Buffer.from('small'));
  writeCheckpoint(store.checkpoints.fitFile(KEY, 0), Buffer.from('small'));
}

describe('where a file may grow no more', () => {
  // 8 units of 1024 bytes.
  const limited = (code: string): StoreChild => StoreChild.startUnder(['bash', '-c'], 'ulimit -f 8', folder, code);

  test('what was there stays whole, nothing is left behind, and the error says what to do', async () => {
    const store = openStore(folder);
    await writeSmall(store);
    const before = (await filesIn(folder)).sort();
    const child = limited(`${WRITE_LARGE} say(await errors());`);
    const messages = await child.next<Record<string, string>>();
    await child.end();
    expect(Object.keys(messages)).toHaveLength(6);
    for (const message of Object.values(messages)) {
      expect(message).toMatch(/^\/.* cannot be written: the file would be larger than is allowed .*; make room/);
    }
    expect((await filesIn(folder)).sort()).toEqual(before);
    expect(await store.trials.read(KEY)).toEqual(trialRecord(KEY));
    expect(await store.searches.readSteps('s', 0, 1)).toEqual([stepRecord(0)]);
    expect(await store.searches.readState('s')).toBe('small');
    expect(await store.checkpoints.readFold(KEY, 0)).toEqual(Uint8Array.from(Buffer.from('small')));
    expect(readCheckpoint(store.checkpoints.fitFile(KEY, 0))).toEqual(Uint8Array.from(Buffer.from('small')));
  });

  test('a log of attempts loses the line, and takes up the next where there is room again', async () => {
    const store = openStore(folder);
    for (let i = 0; i < 80; i++) await store.attempts.started(KEY, `attempt-${i}`, { folds: 0, fits: 0 });
    const child = limited(`
      say(await store.attempts.started('${KEY}', 'lost', { folds: 0, fits: 0 }).then(() => '', (e) => e.message));`);
    expect(await child.next()).toMatch(/make room/);
    await child.end();
    await store.attempts.ended(KEY, 'attempt-79', 'completed');
    expect(await store.attempts.of(KEY)).toMatchObject({ started: 80, open: 79, trained: 1 });
  });
});

/** A file system of 256 kB of one's own needs a namespace of one's own, which not every machine allows. */
const SMALL_DISK = ['unshare', '-rm', 'sh', '-c'];
const canMount = spawnSync(SMALL_DISK[0], [...SMALL_DISK.slice(1), 'mount -t tmpfs none /mnt']).status === 0;
if (!canMount) console.warn('skipped: no file system can be mounted here to fill up');

(canMount ? test : test.skip)('a disk that is full stops writes until there is room', async () => {
  const code = `
    import { readdirSync, rmSync, writeFileSync } from 'node:fs';
    ${WRITE_LARGE}
    const fill = () => { try { writeFileSync('${folder}/filler', 'x'.repeat(400_000)); } catch {} };
    await store.trials.write(${JSON.stringify(trialRecord(KEY))});
    await store.searches.writeStep('s', ${JSON.stringify(stepRecord(0))});
    await store.searches.writeState('s', 0, 'small');
    const partials = () => readdirSync('${folder}', { recursive: true }).filter((name) => name.endsWith('.partial'));
    fill();
    const full = { errors: await errors(), partials: partials(), score: (await store.trials.read('${KEY}')).outcome.score,
      steps: (await store.searches.readSteps('s', 0, 1)).length, state: await store.searches.readState('s') };
    rmSync('${folder}/filler');
    const room = { partials: partials(), trial: await writes.trial().then(() => 'written', String) };
    say({ full, room });`;
  const child = StoreChild.startUnder(SMALL_DISK, `mount -t tmpfs -o size=256k none ${folder}`, folder, code);
  const { full, room } = await child.next<{
    full: { errors: Record<string, string>; partials: string[]; score: number; steps: number; state: string };
    room: { partials: string[]; trial: string };
  }>();
  await child.end();
  for (const message of Object.values(full.errors)) expect(message).toMatch(/there is no space left .*; make room/);
  expect(full).toMatchObject({ partials: [], score: 0.5, steps: 1, state: 'small' });
  expect(room).toEqual({ partials: [], trial: 'written' });
});
