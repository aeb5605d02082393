import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import type { SearchProgress } from '../../contracts/search/search.js';
import { fractionDone, progressLine, stageText } from './progress-text.js';
import { printable } from '../text/text.js';

/** Shows the progress of a search. */
export interface ProgressDisplay {
  show(progress: SearchProgress): void;
  /** A line that stays. */
  note(line: string): void;
  /** Removes the bar. */
  stop(): void;
}

export interface DisplayOptions {
  stream: NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>;
  /** Milliseconds of a monotonic clock. */
  now?: () => number;
  env?: NodeJS.ProcessEnv;
}

/** A bar that is updated in place on a terminal, otherwise a line for each change. */
export function createDisplay(options: DisplayOptions): ProgressDisplay {
  const { stream, now = () => performance.now(), env = process.env } = options;
  const clock = new SearchClock(now);
  return stream.isTTY && canMoveCursor(env) ? new BarDisplay(stream, clock) : new LineDisplay(stream, clock, now);
}

/** A dumb terminal cannot move its cursor, and a CI service keeps a log. */
function canMoveCursor({ TERM, CI }: NodeJS.ProcessEnv): boolean {
  return TERM !== 'dumb' && (CI === undefined || CI === '' || CI === 'false' || CI === '0');
}

/**
 * A search counts its time when activities end; in between, the display counts by itself, except while the search
 * waits. It never goes back, although time lost with a worker is not counted in the end.
 */
class SearchClock {
  private counted = 0;
  private since = 0;
  private lookedAt: number;
  private shown = 0;

  constructor(private readonly now: () => number) {
    this.lookedAt = now();
  }

  seconds({ seconds, maxSeconds, phase, paused, troubles }: SearchProgress): number {
    if (phase === 'profiling' || phase === 'done') return seconds;
    const now = this.now();
    const passed = (now - this.lookedAt) / 1000;
    this.lookedAt = now;
    if (seconds !== this.counted) this.since = 0;
    else if (!paused && troubles.length === 0) this.since += passed;
    this.counted = seconds;
    const estimate = seconds + this.since;
    this.shown = Math.max(this.shown, seconds, maxSeconds === null ? estimate : Math.min(estimate, maxSeconds));
    return this.shown;
  }
}

/**
 * The cursor is never hidden and line wrapping never switched off, because a process that is killed or stopped (Ctrl-Z)
 * could not restore them.
 */
class BarDisplay implements ProgressDisplay {
  private isShown = false;
  private last: SearchProgress | null = null;
  private readonly onExit = (): void => this.stop();

  constructor(
    private readonly stream: DisplayOptions['stream'],
    private readonly clock: SearchClock,
  ) {}

  show(progress: SearchProgress): void {
    this.last = progress;
    const seconds = this.clock.seconds(progress);
    const done = fractionDone(progress, seconds);
    // Some terminals report 0 columns.
    const line = barLine(done, progressLine(progress, seconds), (this.stream.columns || DEFAULT_WIDTH) - KEPT_FREE);
    if (!this.isShown) process.once('exit', this.onExit);
    this.isShown = true;
    cursorTo(this.stream, 0);
    this.stream.write(line);
    clearLine(this.stream, TO_THE_RIGHT);
  }

  note(line: string): void {
    this.clear();
    this.stream.write(`${printable(line)}\n`);
    if (this.last) this.show(this.last);
  }

  stop(): void {
    this.last = null;
    this.clear();
  }

  private clear(): void {
    if (!this.isShown) return;
    this.isShown = false;
    process.off('exit', this.onExit);
    cursorTo(this.stream, 0);
    clearLine(this.stream, TO_THE_RIGHT);
  }
}

const DEFAULT_WIDTH = 80;
/** Columns left free: a character in the last column may wrap, and a terminal writes ^C after the bar. */
const KEPT_FREE = 3;
const TO_THE_RIGHT = 1;

/** An unchanged line is repeated after this time. */
const SILENCE_MS = 10_000;

class LineDisplay implements ProgressDisplay {
  private lastKey = '';
  private lastLine = '';
  private lastAt = -Infinity;

  constructor(
    private readonly stream: DisplayOptions['stream'],
    private readonly clock: SearchClock,
    private readonly now: () => number,
  ) {}

  show(progress: SearchProgress): void {
    const { leaders } = progress;
    const key = [stageText(progress), leaders[0]?.key].join();
    const line = progressLine(progress, this.clock.seconds(progress));
    const due = key !== this.lastKey || this.now() - this.lastAt >= SILENCE_MS;
    if (!due || line === this.lastLine) return;
    this.lastKey = key;
    this.lastLine = line;
    this.lastAt = this.now();
    this.stream.write(`${line}\n`);
  }

  note(line: string): void {
    this.stream.write(`${printable(line)}\n`);
  }

  stop(): void {
    // lines stay
  }
}

const WIDEST_BAR = 24;
const NARROWEST_BAR = 4;

/** A bar and its text in one line of `width` characters: the bar is shortened first, then the text. */
export function barLine(done: number, text: string, width: number): string {
  const percent = `${Math.floor(100 * done)}%`.padStart(4);
  const free = width - percent.length - text.length - 2;
  const bar = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, free));
  const full = Math.round(bar * done);
  const line = `${'█'.repeat(full)}${'░'.repeat(bar - full)} ${percent} ${text}`;
  if (line.length <= width) return line;
  return width < 1 ? '' : `${line.slice(0, width - 1)}…`;
}
