import { randomUUID } from 'node:crypto';
import { CANCELLED, type TakenUp } from '../../storage/attempts.js';
import type { TrialRecord } from '../../contracts/candidate/trial.js';
import type { Claim } from '../../storage/claims.js';
import type { Store } from '../../storage/store.js';
import { BRIEF_MS } from './expected-seconds.js';
import type { TrialRun, TrialToRun } from './trial-to-run.js';

/**
 * What other processes see of a running attempt at a trial: its claim and its entry in the log of attempts. A trial that is
 * expected to be brief gets them only after BRIEF_MS.
 */
export class AttemptTrace {
  /** The end that is logged. */
  how: string = CANCELLED;
  private readonly id = randomUUID();
  private readonly taken = new AbortController();
  private readonly over = new AbortController();
  private claim: Claim | null = null;
  private isLogged = false;
  private timer: NodeJS.Timeout | undefined;
  private shown: Promise<void> | null = null;

  constructor(
    private readonly store: Pick<Store, 'attempts' | 'claims'>,
    private readonly key: TrialToRun['key'],
    private readonly run: Pick<TrialRun, 'known' | 'isBrief'>,
  ) {}

  /**
   * Claims the trial, unless it is expected to be brief.
   *
   * @returns its record, if another worker finished it before; null if the signal aborted before
   */
  async open(signal: AbortSignal): Promise<TrialRecord | 'open' | null> {
    if (signal.aborted) return null;
    if (this.run.isBrief) return 'open';
    try {
      await this.takeClaim(signal);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
    return (await this.run.known()) ?? 'open';
  }

  /** Aborts if another worker has taken over the trial. */
  get lost(): AbortSignal {
    return this.taken.signal;
  }

  /** The first fit has started. @param takenUp what the attempt continues from */
  async start(takenUp: TakenUp): Promise<void> {
    if (!this.run.isBrief) return (this.shown = this.log(takenUp));
    this.timer = setTimeout(() => {
      this.shown = this.claimAndLog(takenUp);
      // `check` and `end` throw it.
      this.shown.catch(() => undefined);
    }, BRIEF_MS);
  }

  /** To be called when all fits have ended. @throws Error if another worker has taken over the trial, or writing failed */
  async check(): Promise<void> {
    this.stopWaiting();
    await this.shown;
    if (this.claim && !(await this.claim.isHeld())) throw new Error('another worker has taken over the trial');
  }

  /** Ends also the claim. */
  async end(): Promise<void> {
    this.stopWaiting();
    try {
      await this.shown;
      if (this.isLogged) await this.store.attempts.ended(this.key, this.id, this.how);
    } finally {
      await this.claim?.release();
    }
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.over.abort();
  }

  private async claimAndLog(takenUp: TakenUp): Promise<void> {
    const { signal } = this.over;
    await this.takeClaim(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    // Without a claim another worker trains it too, with the same result, and has logged its own attempt.
    if (this.claim) await this.log(takenUp);
  }

  private async takeClaim(signal: AbortSignal): Promise<void> {
    const claim = await this.store.claims.claim(this.key, signal, async () => (await this.run.known()) !== null);
    this.claim = claim;
    claim?.lost.addEventListener('abort', () => this.taken.abort(claim.lost.reason), { once: true });
  }

  private async log(takenUp: TakenUp): Promise<void> {
    await this.store.attempts.started(this.key, this.id, takenUp);
    this.isLogged = true;
  }
}
