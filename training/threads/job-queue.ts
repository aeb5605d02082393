/** Jobs that belong together, such as the folds of a trial: once one has begun, the others precede all new groups. */
export interface JobGroup {
  /**
   * Arrival time minus expected duration, in ms: the longest of the groups that arrive together begins first, and a short
   * one is delayed by later ones no longer than they are expected to take.
   */
  readonly due: number;
  begun: boolean;
}

/** Order and thread of a job. */
export interface JobPlace {
  group?: JobGroup;
  /** Name of what a thread caches for the job: jobs with the same name prefer a thread that has it. */
  keeps?: string;
}

interface Waiting {
  group: JobGroup;
  keeps: string | null;
  start: (thread: KeptByThread) => void;
}

/** Names remembered of a thread: its caches are limited too. */
const NAMES_KEPT = 64;

/** What a thread has cached for its jobs. */
export class KeptByThread {
  private readonly names = new Set<string>();

  has(name: string | null): boolean {
    return name !== null && this.names.has(name);
  }

  add(name: string): void {
    this.names.delete(name);
    this.names.add(name);
    for (const oldest of this.names) {
      if (this.names.size <= NAMES_KEPT) break;
      this.names.delete(oldest);
    }
  }

  /** The thread has ended. */
  clear(): void {
    this.names.clear();
  }
}

/** Assigns waiting jobs to idle threads. */
export class JobQueue {
  private readonly free: KeptByThread[];
  private waiting: Waiting[] = [];

  constructor(private readonly threads: readonly KeptByThread[]) {
    this.free = [...threads];
  }

  /** Waits for an idle thread. */
  enter({ group, keeps }: JobPlace): Promise<KeptByThread> {
    return new Promise((resolve) => {
      const own = group ?? { due: performance.now(), begun: false };
      this.waiting.push({ group: own, keeps: keeps ?? null, start: resolve });
      if (this.free.length > 0) this.start(this.free.find((thread) => thread.has(keeps ?? null)) ?? this.free[0]);
    });
  }

  /** Returns a thread. */
  leave(thread: KeptByThread): void {
    // The one used last is preferred: its code is compiled.
    this.free.unshift(thread);
    if (this.waiting.length > 0) this.start(thread);
  }

  private start(thread: KeptByThread): void {
    this.waiting.sort(byTurn);
    // Only among the next few jobs: else the folds of a trial would be spread over those of all others.
    const next = this.waiting.slice(0, 4 * this.threads.length);
    const kept = next.find(({ keeps }) => thread.has(keeps));
    const neededFirst = next.find(({ keeps }) => !this.threads.some((other) => other.has(keeps)));
    const job = kept ?? neededFirst ?? next[0];
    this.waiting.splice(this.waiting.indexOf(job), 1);
    this.free.splice(this.free.indexOf(thread), 1);
    job.group.begun = true;
    if (job.keeps !== null) thread.add(job.keeps);
    job.start(thread);
  }
}

function byTurn(a: Waiting, b: Waiting): number {
  return Number(b.group.begun) - Number(a.group.begun) || a.group.due - b.group.due;
}
