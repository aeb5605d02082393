import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nullFor } from '../storage/files/files.js';
import { isAlive } from '../storage/files/is-alive.js';

/** The holder touches its lock at this interval; a lock that was not touched for STALE_MS is stale. */
const TOUCH_MS = 2_000;
const STALE_MS = 15_000;

/**
 * Runs `work` while no other process of this machine holds the lock file, whose text is the holder's process id.
 * A lock whose holder died, or has stopped touching it, is taken over.
 *
 * @throws Error if another process still holds it after `patienceMs`.
 */
export async function withLock<T>(path: string, patienceMs: number, work: () => Promise<T>): Promise<T> {
  await acquire(path, patienceMs);
  const touch = setInterval(
    () => void utimes(path, new Date(), new Date()).catch(() => clearInterval(touch)),
    TOUCH_MS,
  );
  touch.unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    await rm(path, { force: true });
  }
}

async function acquire(path: string, patienceMs: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const end = performance.now() + patienceMs;
  while (!(await tryCreate(path))) {
    await removeIfAbandoned(path);
    if (performance.now() > end) throw new Error(`another process holds ${path} (remove it if none does)`);
    await delay(50);
  }
}

async function tryCreate(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    // On a full disk the file stays empty: if this process dies, it is taken over once it is stale.
    await file.writeFile(String(process.pid)).catch((error) => nullFor(error, 'ENOSPC', 'EDQUOT'));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeIfAbandoned(path: string): Promise<void> {
  try {
    const [text, { mtimeMs, ino }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const pid = Number(text);
    // The holder of an empty file is about to write its id.
    const abandoned = Date.now() - mtimeMs > STALE_MS || (pid > 0 && !isAlive(pid));
    if (!abandoned) return;
    // Renamed first, so that only one of several processes removes the same stale lock.
    const aside = `${path}.${process.pid}`;
    if ((await stat(path)).ino !== ino) return;
    await rename(path, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
