import { sleep } from '@temporalio/workflow';
import type { LookReply } from '../../contracts/search/activities.js';
import { ownerText, unservedText, type OnTrouble } from '../../contracts/module/module.js';
import { lookAtQueue } from './activities.js';
import type { Calls } from './calls.js';
import { BadAnswer, howFailed } from './module-failures.js';
import type { TrialCalls } from './trial-calls.js';
import type { Module, Troubles } from '../policy/troubles.js';

/** Seconds that a call may lie in a module's queue before people hear of it, */
const FIRST_PATIENCE = 5;
/** before a search that may goes on without the module, */
const LAST_PATIENCE = 30;
/** and between two looks at a call that waits, at most: the longer, the fewer events stand in the history. */
const LONGEST_PATIENCE = 3600;
/** Attempts of a call that are lost with their workers one after the other before people hear of it. */
const MOST_LOST = 6;
/** What two calls that were made at the same time have come to is known a little later. */
const SETTLED_MS = 1000;
const LONGEST_REASON = 300;

/** How a search bears with the modules of other teams. */
export interface Bearing {
  troubles: Troubles;
  calls: Calls;
  onTrouble: OnTrouble;
  /** Whether a person wants the search to end: it goes on without whoever is away, whatever `onTrouble` says. */
  isStopped?: () => boolean;
  /** Waits until a person has seen to a module that fails; without it, it is tried again by and by. */
  forPerson?: () => Promise<void>;
}

/** The same, and how it calls trial workers. */
export interface SearchBearing extends Bearing {
  trials: TrialCalls;
}

/** What one call of a module has come to so far, and whether it is made again. */
export class Persistence {
  /** How long the next attempt may lie in the module's queue, in seconds. */
  patience = FIRST_PATIENCE;
  /** Whether people know that nobody serves the module, and have had some time. */
  private waited = false;
  private lost = 0;
  private badAnswers = 0;

  constructor(
    private readonly module: Module,
    private readonly bearing: Bearing,
  ) {}

  /**
   * Waits until the call is to be made again.
   *
   * @returns why the search goes on without the module instead; null where it is made again
   * @throws the error where it is no fault of the module
   */
  async after(error: unknown): Promise<string | null> {
    const failed = howFailed(error);
    if (failed.how === 'lost') return this.afterLost();
    if (failed.how === 'untaken') return this.afterUntaken();
    return this.afterFailure(failed.reason, error instanceof BadAnswer);
  }

  /** The call may be what ends its workers; else they end for reasons of their own, and another will do. */
  private afterLost(): string | null {
    this.lost += Math.max(1, this.module.route.attempts);
    if (this.lost < MOST_LOST) return null;
    const message = this.failingText(`${this.lost} workers in a row were lost while they worked on it`);
    if (this.skips) return message;
    this.bearing.troubles.tell(this.module, 'failing', message);
    return null;
  }

  private async afterUntaken(): Promise<string | null> {
    const { troubles } = this.bearing;
    const { taken, note } = await this.look();
    if (taken === 'yes') {
      troubles.over(this.module);
      this.waited = false;
      this.patience = Math.min(2 * this.patience, LONGEST_PATIENCE);
      return null;
    }
    const message = unservedText({ ...this.module, queue: this.module.route.queue, note });
    if (this.skips && (this.waited || this.isStopped) && taken === 'no') return message;
    troubles.tell(this.module, 'unserved', message);
    this.waited = true;
    const longer = Math.min(2 * Math.max(this.patience, LAST_PATIENCE), LONGEST_PATIENCE);
    this.patience = this.skips ? LAST_PATIENCE - FIRST_PATIENCE : longer;
    return null;
  }

  /** Whether the module's workers will come to a call that none has taken: they may have others in hand. */
  private async look(): Promise<LookReply> {
    const { calls } = this.bearing;
    if (calls.isCalled(this.module)) {
      await sleep(SETTLED_MS);
      if (calls.isTaken(this.module)) return { taken: 'yes', note: null };
    }
    return lookAtQueue({ module: this.module.name, queue: this.module.route.queue });
  }

  /** Errors the server has retried already. A bad answer may be a good one once its team has mended it. */
  private async afterFailure(reason: string, badAnswer: boolean): Promise<string | null> {
    const { troubles, forPerson } = this.bearing;
    const { attempts } = this.module.route;
    const again = badAnswer && (attempts === 0 || ++this.badAnswers < attempts);
    const message = this.failingText(reason);
    if (this.skips && !again) return message;
    troubles.tell(this.module, 'failing', message);
    if (again || !forPerson) await sleep(this.pauseMs);
    else await forPerson();
    if (!again) this.badAnswers = 0;
    this.patience = FIRST_PATIENCE;
    return null;
  }

  /** As the server's own pauses between attempts. */
  private get pauseMs(): number {
    const { firstDelaySeconds, maxDelaySeconds } = this.module.route;
    const delay = firstDelaySeconds * 2 ** (this.badAnswers - 1);
    return 1000 * Math.max(firstDelaySeconds, Math.min(maxDelaySeconds, delay));
  }

  private get skips(): boolean {
    return this.bearing.onTrouble === 'skip' || this.isStopped;
  }

  private get isStopped(): boolean {
    return this.bearing.isStopped?.() ?? false;
  }

  private failingText(reason: string): string {
    const { kind, name, ...owner } = this.module;
    // Workers of Coaxial say by themselves whose it is, for histories.
    const from = reason.indexOf(` (${kind} ${name}`);
    const to = from < 0 ? -1 : reason.indexOf(')', from);
    const what = to < 0 ? reason : reason.slice(0, from) + reason.slice(to + 1);
    return `${kind} ${name} of ${ownerText(owner)} fails: ${what.slice(0, LONGEST_REASON)}`;
  }
}
