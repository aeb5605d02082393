import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rmdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, MACHINE } from './files/is-alive.js';
import { describeDiskError, nullFor, nullIfAbsent, removeFile } from './files/files.js';

/** The holder touches its claim at this interval, */
const TOUCH_MS = 1_000;
/** and loses it if other processes see no touch for so long, before its heartbeats time out. */
export const STALE_MS = 4_000;
const LOOK_MS = 100;

/** The right to train a trial, which one process has at a time. */
export interface Claim {
  /**
   * Aborts once another process has taken over, because this one was silent for too long (stopped, asleep,
   * disconnected).
   */
  readonly lost: AbortSignal;
  /** Whether this process still holds it: check before writing anything for the trial. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

interface Held {
  /** The file that exists while the claim is held. */
  path: string;
  lost: AbortController;
  touchedAt: number;
}

/**
 * Claims on trials: a folder with one file, named by its holder. A claim is created together with its file by renaming
 * a folder, which fails if another process holds it. It is taken over by renaming the file: only one of several
 * processes succeeds, and the old holder does not find its file any more. Staleness is measured with the observer's own
 * clock, because clocks of machines differ.
 */
export class ClaimStore {
  private readonly held = new Set<Held>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly root: string) {}

  /**
   * Claims a trial, waiting while another holds it.
   *
   * @param settled called while waiting: whether the other process has finished the trial
   * @returns null where `settled`
   * @throws the signal's reason once it aborts
   */
  async claim(key: string, signal: AbortSignal, settled: () => Promise<boolean>): Promise<Claim | null> {
    const folder = this.folder(key);
    const holder = `${randomUUID()} ${process.pid}@${MACHINE}`;
    const path = join(folder, holder);
    const watch = new StalenessWatch();
    for (;;) {
      signal.throwIfAborted();
      if (await create(folder, holder)) return this.hold(path);
      if (await settled()) return null;
      const other = await holderOf(folder);
      if (other === null) continue;
      if (watch.isStale(await markOf(join(folder, other))) || isGone(other)) {
        if (await takeOver(join(folder, other), path)) return this.hold(path);
      } else await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Whether a process holds it, or may hold it. */
  async isClaimed(key: string): Promise<boolean> {
    const holder = await holderOf(this.folder(key));
    return holder !== null && !isGone(holder);
  }

  private folder(key: string): string {
    return join(this.root, 'trials', key.slice(0, 2), `${key.slice(2)}.claim`);
  }

  private hold(path: string): Claim {
    const held: Held = { path, lost: new AbortController(), touchedAt: performance.now() };
    this.held.add(held);
    this.timer ??= setInterval(() => void this.touchAll(), TOUCH_MS).unref();
    return {
      lost: held.lost.signal,
      isHeld: async () => (await stat(path).catch(nullIfAbsent)) !== null,
      release: async () => {
        this.held.delete(held);
        if (this.held.size === 0 && this.timer) {
          clearInterval(this.timer);
          this.timer = null;
        }
        await unlink(path).catch(nullIfAbsent);
        await removeEmpty(dirname(path));
      },
    };
  }

  private async touchAll(): Promise<void> {
    await Promise.all([...this.held].map((held) => this.touch(held)));
  }

  private async touch(held: Held): Promise<void> {
    const lose = (reason: unknown): void => {
      if (this.held.has(held)) held.lost.abort(reason);
    };
    try {
      await touchFile(held.path);
      held.touchedAt = performance.now();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        lose(new Error(`another worker has taken over ${dirname(held.path)}`));
      } else if (performance.now() - held.touchedAt > STALE_MS) lose(error);
    }
  }
}

/** Whether a claim was not touched during the observation. */
class StalenessWatch {
  private mark: string | null = null;
  private since = 0;

  isStale(mark: string | null): boolean {
    if (mark !== this.mark) {
      this.mark = mark;
      this.since = performance.now();
    }
    return performance.now() - this.since > STALE_MS;
  }
}

/** Creates a claim with its holder atomically. @returns false if it is held */
async function create(folder: string, holder: string): Promise<boolean> {
  const made = `${folder}.${randomUUID()}.partial`;
  try {
    if ((await holderOf(folder)) !== null) return false;
    await mkdir(made, { recursive: true });
    await writeFile(join(made, holder), '');
    const renamed = await rename(made, folder).then(
      () => true,
      (error) => nullFor(error, 'ENOTEMPTY', 'EEXIST'),
    );
    if (!renamed) await removeFile(made);
    return renamed ?? false;
  } catch (error) {
    await removeFile(made);
    throw describeDiskError(error, folder);
  }
}

async function takeOver(from: string, to: string): Promise<boolean> {
  if (!(await rename(from, to).then(() => true, nullIfAbsent))) return false;
  // Otherwise observers would count from the old holder's last touch.
  return (await touchFile(to).then(() => true, nullIfAbsent)) ?? false;
}

function touchFile(path: string): Promise<void> {
  const now = new Date();
  return utimes(path, now, now);
}

/** Null if nobody holds it. */
async function holderOf(folder: string): Promise<string | null> {
  const [holder = null] = (await readdir(folder).catch(nullIfAbsent)) ?? [];
  return holder;
}

/** A text that changes whenever a claim is touched or taken over; null if this happens at the moment. */
async function markOf(path: string): Promise<string | null> {
  const info = await stat(path).catch(nullIfAbsent);
  return info && `${path} ${info.mtimeMs}`;
}

/** Whether a holder was a process of this machine that does not exist any more. */
export function isGone(holder: string): boolean {
  const [, pid, machine] = /^\S+ (\d+)@(.+)$/.exec(holder) ?? [];
  return machine === MACHINE && !isAlive(Number(pid));
}

/** Removes the folder, unless another process has just put a file into it. */
export async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error) => nullFor(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST'));
}
