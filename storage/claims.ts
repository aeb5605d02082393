import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rmdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, MACHINE } from './files/is-alive.js';
import { explained, nullFor, nullIfAbsent, removeFile } from './files/files.js';

/** A holder touches what it holds this often, */
const TOUCH_MS = 1_000;
/** and loses it once nobody saw it touched for so long: before its heartbeats are missed. */
export const STALE_MS = 4_000;
const LOOK_MS = 100;

/** The right to train a trial, which one process has at a time. */
export interface Claim {
  /** Aborts once another process has taken over: this one was silent for too long (stopped, asleep, cut off). */
  readonly lost: AbortSignal;
  /** Whether it is still this process's: to be asked before anything is written in the trial's name. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

interface Held {
  /** The file that is there as long as the claim is held. */
  path: string;
  lost: AbortController;
  touchedAt: number;
}

/**
 * Claims on trials: folders, each with one file that bears the name of its holder. A claim comes into being with its
 * file, by the renaming of a folder, which fails over another holder's; it changes hands by the renaming of the file,
 * which only one of many can do, and after which the old holder finds its own no more. Staleness is what an observer saw
 * with its own clock, for clocks of machines differ.
 */
export class ClaimStore {
  private readonly held = new Set<Held>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly root: string) {}

  /**
   * Claims a trial, waiting while another holds it.
   *
   * @param settled asked while it waits: whether there is nothing left to claim, for the other has finished it
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

  /** Whether a process holds it, or may do. */
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

/** Whether a claim has gone untouched while one looked on. */
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

/** Makes a claim with its holder in one act. @returns false where it is held */
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
    throw explained(error, folder);
  }
}

async function takeOver(from: string, to: string): Promise<boolean> {
  if (!(await rename(from, to).then(() => true, nullIfAbsent))) return false;
  // An observer who saw the old holder's last touch would else count from there.
  return (await touchFile(to).then(() => true, nullIfAbsent)) ?? false;
}

function touchFile(path: string): Promise<void> {
  const now = new Date();
  return utimes(path, now, now);
}

/** Null where nobody holds it. */
async function holderOf(folder: string): Promise<string | null> {
  const [holder = null] = (await readdir(folder).catch(nullIfAbsent)) ?? [];
  return holder;
}

/** What changes whenever a claim is touched or changes hands; null where it just did. */
async function markOf(path: string): Promise<string | null> {
  const info = await stat(path).catch(nullIfAbsent);
  return info && `${path} ${info.mtimeMs}`;
}

/** Whether a holder was a process of this machine that is no more. */
export function isGone(holder: string): boolean {
  const [, pid, machine] = /^\S+ (\d+)@(.+)$/.exec(holder) ?? [];
  return machine === MACHINE && !isAlive(Number(pid));
}

/** A folder that another process has just put a file into stays. */
export async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error) => nullFor(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST'));
}
