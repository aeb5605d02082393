import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../test/support/test-home.js';
import { StoreChild } from '../test/support/store-child.js';
import { keyNumber } from '../test/support/store-values.js';
import { STALE_MS } from './claims.js';
import { openStore, type Store } from './store.js';

const KEY = keyNumber(1);
const never = (): Promise<boolean> => Promise.resolve(false);
const noSignal = (): AbortSignal => new AbortController().signal;

let folder: string;
let store: Store;
const children: StoreChild[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-claims-'));
  store = openStore(folder);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function start(code: string): StoreChild {
  const child = StoreChild.start(folder, code);
  children.push(child);
  return child;
}

const CLAIM = `const never = async () => false;
  const claim = await store.claims.claim('${KEY}', new AbortController().signal, never);`;

/** Claims, and then holds it until it is killed; says when it is told that it has lost it. */
const HOLD = `${CLAIM}
  say('claimed');
  claim.lost.addEventListener('abort', async () => say({ lost: true, isHeld: await claim.isHeld() }));
  setInterval(() => undefined, 1000);`;

test('many processes hold a claim one after the other, never two at once', async () => {
  const rounds = 40;
  const processes = 4;
  // Who is in the critical section has a file there that no other may have made.
  const contend = Array.from({ length: processes }, () =>
    start(`
      import { writeFileSync, unlinkSync } from 'node:fs';
      let collisions = 0;
      for (let round = 0; round < ${rounds}; round++) {
        const claim = await store.claims.claim('${KEY}', new AbortController().signal, async () => false);
        try { writeFileSync('${folder}/held', '', { flag: 'wx' }); } catch { collisions++; }
        await new Promise(setImmediate);
        if (!(await claim.isHeld())) collisions++;
        try { unlinkSync('${folder}/held'); } catch { collisions++; }
        await claim.release();
      }
      say(collisions);`),
  );
  expect(await Promise.all(contend.map((child) => child.next()))).toEqual(new Array(processes).fill(0));
});

test('of many that see a dead holder, one takes over at a time, whatever their order', async () => {
  for (let round = 0; round < 10; round++) {
    const dead = start(HOLD);
    await dead.next();
    dead.kill('SIGKILL');
    await dead.end();
    let holders = 0;
    let most = 0;
    const stores = Array.from({ length: 6 }, () => openStore(folder));
    await Promise.all(
      stores.map(async ({ claims }) => {
        const claim = await claims.claim(KEY, noSignal(), never);
        most = Math.max(most, ++holders);
        await new Promise(setImmediate);
        expect(await claim!.isHeld()).toBe(true);
        holders--;
        await claim!.release();
      }),
    );
    expect(most).toBe(1);
  }
});

test('the claim of a process of this machine that was killed is taken over at once', async () => {
  const holder = start(HOLD);
  await holder.next();
  expect(await store.claims.isClaimed(KEY)).toBe(true);
  holder.kill('SIGKILL');
  await holder.end();
  expect(await store.claims.isClaimed(KEY)).toBe(false);
  let looks = 0;
  // It gives up at the second look: there is none to wait for.
  const claim = await store.claims.claim(KEY, noSignal(), () => Promise.resolve(++looks > 1));
  expect(await claim?.isHeld()).toBe(true);
  await claim?.release();
  expect(await readdir(join(folder, 'trials', KEY.slice(0, 2)))).toEqual([]);
});

test('a process that stands still loses its claim, and is told so when it goes on', async () => {
  const holder = start(HOLD);
  await holder.next();
  holder.kill('SIGSTOP');
  const start0 = performance.now();
  const claim = await store.claims.claim(KEY, noSignal(), never);
  const waited = performance.now() - start0;
  expect(waited).toBeGreaterThan(STALE_MS - 100);
  expect(await claim?.isHeld()).toBe(true);
  holder.kill('SIGCONT');
  expect(await holder.next()).toEqual({ lost: true, isHeld: false });
  expect(await claim?.isHeld()).toBe(true);
  await claim?.release();
}, 60_000);

test('a claim is kept while its holder lives, and waiting for it ends with the wish for it', async () => {
  const claim = await store.claims.claim(KEY, noSignal(), never);
  const other = openStore(folder);
  let looks = 0;
  expect(await other.claims.claim(KEY, noSignal(), () => Promise.resolve(++looks > 3))).toBeNull();
  const abort = new AbortController();
  const waiting = other.claims.claim(KEY, abort.signal, never);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(await claim!.isHeld()).toBe(true);
  expect(claim!.lost.aborted).toBe(false);
  await claim!.release();
  expect(await claim!.isHeld()).toBe(false);
});

test('a claim whose holder died while it came or went is free', async () => {
  await mkdir(join(folder, 'trials', KEY.slice(0, 2), `${KEY.slice(2)}.claim`), { recursive: true });
  const claim = await store.claims.claim(KEY, noSignal(), never);
  await rm(join(folder, 'trials'), { recursive: true });
  await eventually('the holder sees that its claim is gone', () => Promise.resolve(claim!.lost.aborted));
  await claim!.release();
});
