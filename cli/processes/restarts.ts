/** A process that lived for less counts as failing quickly. */
const QUICK_MS = 60_000;
const MOST_QUICK = 6;
const FIRST_PAUSE_MS = 1_000;

/** Decides when a process that ended is restarted, and when not any more. */
export class Restarts {
  private quick = 0;

  /**
   * @param livedMs how long it worked; 0 if it never started to
   * @param killed it was ended by a signal, so the next one may work
   * @returns milliseconds to wait, or null if processes keep ending by themselves
   */
  pauseAfter(livedMs: number, killed: boolean): number | null {
    if (livedMs >= QUICK_MS) this.quick = 0;
    if (killed && livedMs > 0) return 0;
    this.quick++;
    return this.quick > MOST_QUICK ? null : FIRST_PAUSE_MS * 2 ** (this.quick - 1);
  }
}
