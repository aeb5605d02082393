import { randomUUID } from 'node:crypto';
import { CANCELLED, type TakenUp } from '../../storage/attempts.js';
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
  private claim: Claim | null;
  private timer: NodeJS.Timeout | undefined;
  private shown: Promise<void> | null = null;

  constructor(
    private readonly store: Pick<Store, 'attempts'>,
    private readonly key: TrialToRun['key'],
    private readonly run: TrialRun,
    private readonly takenUp: TakenUp,
  ) {
    this.claim = run.claim;
    if (run.claim) this.heed(run.claim);
  }

  /** Aborts if another worker has taken over the trial. */
  get lost(): AbortSignal {
    return this.taken.signal;
  }

  /** The first fit has started. */
  async start(): Promise<void> {
    if (!this.run.claimLater) return (this.shown = this.log());
    this.timer = setTimeout(() => {
      this.shown = this.claimAndLog(this.run.claimLater!);
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

  async end(): Promise<void> {
    this.stopWaiting();
    await this.shown;
    const isLogged = this.shown && (this.claim || !this.run.claimLater);
    if (isLogged) await this.store.attempts.ended(this.key, this.id, this.how);
    if (this.run.claimLater) await this.claim?.release();
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.over.abort();
  }

  private async claimAndLog(claimLater: NonNullable<TrialRun['claimLater']>): Promise<void> {
    this.claim = await claimLater(this.over.signal).catch((error: unknown) => {
      if (this.over.signal.aborted) return null;
      throw error;
    });
    // Another worker trains it too, with the same result, and has logged its own attempt.
    if (!this.claim) return;
    this.heed(this.claim);
    await this.log();
  }

  private heed({ lost }: Claim): void {
    if (lost.aborted) this.taken.abort(lost.reason);
    else lost.addEventListener('abort', () => this.taken.abort(lost.reason), { once: true });
  }

  private log(): Promise<void> {
    return this.store.attempts.started(this.key, this.id, this.takenUp);
  }
}
