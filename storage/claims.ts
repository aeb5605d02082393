import { randomUUID } from 'node:crypto';
import { mkdir, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './is-alive.js';
import { explained, nullIfAbsent, readIfThere, removeFile } from './files.js';

/** A holder touches what it holds this often, */
const TOUCH_MS = 1_000;
/** and loses it once nobody saw it touched for so long: before its heartbeats are missed. */
const STALE_MS = 4_000;
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
  path: string;
  token: string;
  lost: AbortController;
}

/**
 * Claims on trials, as files. The token in a file fences off a holder that comes back to life after its claim was taken
 * over. Staleness is what an observer saw with its own clock, for clocks of machines differ.
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
    const path = join(this.root, 'trials', key.slice(0, 2), `${key.slice(2)}.claim`);
    const token = randomUUID();
    const watch = new StalenessWatch();
    for (;;) {
      signal.throwIfAborted();
      if (await this.create(path, token)) return this.hold(path, token);
      if (await settled()) return null;
      const mark = await markOf(path);
      if (mark === null) continue;
      // Renamed first, so that of two that saw the same stale claim only one removes it.
      if (watch.isStale(mark) || (await isAbandoned(path))) {
        if ((await markOf(path)) === mark) await moveAway(path, token);
      } else await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async create(path: string, token: string): Promise<boolean> {
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, `${token} ${process.pid}@${hostname()}`, { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw explained(error, path);
    }
  }

  private hold(path: string, token: string): Claim {
    const held: Held = { path, token, lost: new AbortController() };
    this.held.add(held);
    this.timer ??= setInterval(() => void this.touchAll(), TOUCH_MS).unref();
    return {
      lost: held.lost.signal,
      isHeld: () => isOurs(held),
      release: async () => {
        this.held.delete(held);
        if (this.held.size === 0 && this.timer) {
          clearInterval(this.timer);
          this.timer = null;
        }
        if (await isOurs(held)) await removeFile(path);
      },
    };
  }

  private async touchAll(): Promise<void> {
    const now = new Date();
    await Promise.all(
      [...this.held].map(async (held) => {
        if (await isOurs(held)) await utimes(held.path, now, now).catch(nullIfAbsent);
        else held.lost.abort(new Error(`another worker has taken over ${held.path}`));
      }),
    );
  }
}

async function isOurs({ path, token }: Held): Promise<boolean> {
  return (await readIfThere(path))?.toString('utf8').startsWith(token) ?? false;
}

/** Whether a claim has gone untouched while one looked on. */
class StalenessWatch {
  private mark: string | null = null;
  private since = 0;

  isStale(mark: string): boolean {
    if (mark !== this.mark) {
      this.mark = mark;
      this.since = performance.now();
    }
    return performance.now() - this.since > STALE_MS;
  }
}

/** What changes whenever a claim is touched or changes hands; null where there is none. */
async function markOf(path: string): Promise<string | null> {
  const info = await stat(path).catch(nullIfAbsent);
  return info && `${info.ino} ${info.mtimeMs}`;
}

/** Whether its holder was a process of this machine that is no more. */
async function isAbandoned(path: string): Promise<boolean> {
  const [, pid, host] = /^\S+ (\d+)@(.+)$/.exec((await readIfThere(path))?.toString('utf8') ?? '') ?? [];
  return host === hostname() && !isAlive(Number(pid));
}

async function moveAway(path: string, token: string): Promise<void> {
  const aside = `${path}.${token}`;
  await rename(path, aside).catch(nullIfAbsent);
  await removeFile(aside);
}
