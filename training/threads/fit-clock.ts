import type { MemoryWatch } from './memory-watch.js';
import { LONGEST_TIMER_MS } from './search-end.js';

/** The time and the memory of one fit, from its start in a thread. */
export class FitClock {
  /** Why it was stopped. */
  stopped: [code: 'timed-out' | 'memory', reason: string] | null = null;
  private readonly abort = new AbortController();
  private start: number | null = null;
  private timer: NodeJS.Timeout | undefined;
  private endWatch = (): void => undefined;

  constructor(
    private readonly memory: MemoryWatch,
    private readonly bytes: number,
    private readonly limitSeconds: number,
  ) {}

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  get seconds(): number {
    return this.start === null ? 0 : (performance.now() - this.start) / 1000;
  }

  begin(): void {
    if (this.start !== null) return;
    this.start = performance.now();
    const late = (): void => this.end('timed-out', `it took longer than ${this.limitSeconds} s`);
    this.timer = setTimeout(late, Math.min(this.limitSeconds * 1000, LONGEST_TIMER_MS));
    const watch = this.memory.begin(this.bytes);
    this.endWatch = () => watch.end();
    watch.exceeded.addEventListener('abort', () => this.end('memory', (watch.exceeded.reason as Error).message));
  }

  stop(): void {
    clearTimeout(this.timer);
    this.endWatch();
  }

  private end(code: 'timed-out' | 'memory', reason: string): void {
    this.stopped ??= [code, reason];
    this.abort.abort();
  }
}
