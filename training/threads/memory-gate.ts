interface Waiting {
  bytes: number;
  start: () => void;
}

/**
 * Starts work in order, as the memory of this machine allows: running work has estimates of at most `limit` bytes
 * together; work that needs more runs alone. It limits how much runs at once and refuses nothing.
 */
export class MemoryGate {
  private taken = 0;
  private running = 0;
  private readonly waiting: Waiting[] = [];

  /** @param limit bytes for all running work together */
  constructor(readonly limit: number) {}

  /**
   * Waits until there is room for `bytes`, and runs the work.
   *
   * @throws the signal's reason if it aborts before the work has started; what the work throws
   */
  async run<Result>(bytes: number, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    await this.enter(bytes, signal);
    try {
      return await work();
    } finally {
      this.running--;
      this.taken -= bytes;
      this.startNext();
    }
  }

  private enter(bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(one), 1);
        reject(signal.reason as Error);
        this.startNext();
      };
      const one: Waiting = {
        bytes,
        start: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(one);
      this.startNext();
    });
  }

  private startNext(): void {
    for (let [next] = this.waiting; next && this.hasRoomFor(next.bytes); [next] = this.waiting) {
      this.waiting.shift();
      this.running++;
      this.taken += next.bytes;
      next.start();
    }
  }

  private hasRoomFor(bytes: number): boolean {
    return this.running === 0 || this.taken + bytes <= this.limit;
  }
}
