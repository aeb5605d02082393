/** Interval of memory checks in ms: a thread can fill some hundred MB in that time. */
const LOOK_MS = 200;
/** Pause after ending work, until its memory is free; otherwise other work would be blamed. */
const RELIEF_MS = 2_000;

/** Running work that takes memory. */
interface Watched {
  /** Its estimated memory. */
  bytes: number;
  stop: AbortController;
}

/**
 * Ends the running work with the largest estimate once the process exceeds its memory limit: the limits of threads
 * count their JavaScript heap only, not typed arrays, wasm or native code.
 */
export class MemoryWatch {
  private readonly watched = new Set<Watched>();
  private timer: NodeJS.Timeout | null = null;
  private quietUntil = 0;

  /** @param limit of the process's memory in bytes */
  constructor(
    readonly limit: number,
    private readonly used: () => number = () => process.memoryUsage.rss(),
  ) {}

  /**
   * Watches work until `end` is called.
   *
   * @param bytes its estimated memory
   * @returns `exceeded` aborts where it has to end, with an Error that says why as its reason
   */
  begin(bytes: number): { exceeded: AbortSignal; end(): void } {
    const one: Watched = { bytes, stop: new AbortController() };
    this.watched.add(one);
    this.timer ??= setInterval(() => this.look(), LOOK_MS).unref();
    return {
      exceeded: one.stop.signal,
      end: () => {
        this.watched.delete(one);
        if (this.watched.size > 0 || this.timer === null) return;
        clearInterval(this.timer);
        this.timer = null;
      },
    };
  }

  private look(): void {
    const used = this.used();
    if (used <= this.limit || performance.now() < this.quietUntil) return;
    const [dearest] = [...this.watched].sort((a, b) => b.bytes - a.bytes);
    if (!dearest) return;
    this.quietUntil = performance.now() + RELIEF_MS;
    this.watched.delete(dearest);
    const why = `the worker took ${megabytes(used)} MB of the ${megabytes(this.limit)} MB that it may while it was trained`;
    dearest.stop.abort(new Error(why));
  }
}

export function megabytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
