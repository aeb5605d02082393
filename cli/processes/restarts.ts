/** A process that lived for less ended in quick succession with the one before. */
const QUICK_MS = 60_000;
const MOST_QUICK = 6;
const FIRST_PAUSE_MS = 1_000;

/** Decides when a process that ended is started again, and when no more. */
export class Restarts {
  private quick = 0;

  /**
   * @param livedMs how long it did its work; 0 for one that did not come so far
   * @param killed a signal ended it, which says nothing of the next one
   * @returns milliseconds to wait for, or null where processes keep ending by themselves
   */
  pauseAfter(livedMs: number, killed: boolean): number | null {
    if (livedMs >= QUICK_MS) this.quick = 0;
    if (killed && livedMs > 0) return 0;
    this.quick++;
    return this.quick > MOST_QUICK ? null : FIRST_PAUSE_MS * 2 ** (this.quick - 1);
  }
}
