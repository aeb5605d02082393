/** How often memory is looked at, in ms: a thread fills some hundred MB in that time. */
const LOOK_MS = 200;
/** Until the memory of work that was ended is free, the next would be blamed. */
const RELIEF_MS = 2_000;

/** Work under way that takes memory. */
interface Watched {
  /** What it takes, by an estimate. */
  bytes: number;
  stop: AbortController;
}

/**
 * Ends the dearest work under way once the process takes more memory than it may: the limits of threads count their
 * JavaScript heap alone, not typed arrays, wasm or native code.
 */
export class MemoryWatch {
  private readonly watched = new Set<Watched>();
  private timer: NodeJS.Timeout | null = null;
  private quietUntil = 0;

  /** @param limit bytes that the process may take in all */
  constructor(
    readonly limit: number,
    private readonly used: () => number = () => process.memoryUsage.rss(),
  ) {}

  /**
   * Watches over work until `end` is called.
   *
   * @param bytes what it takes, by an estimate
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
