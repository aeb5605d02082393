import type { QueueReply } from '../../contracts/search/search-activities.js';
import { ownerText, unservedText, type OnTrouble, type Trouble } from '../../contracts/module/module.js';
import { DEFAULT_PATIENCE, type Patience } from '../../contracts/search/patience.js';
import type { Module } from './troubles.js';

/**
 * Largest interval in seconds between two checks who polls the queue: longer intervals give fewer events in the
 * history.
 */
const LONGEST_WAIT = 3600;
/** Successive attempts with a lost worker before people are told. */
const MAX_LOST = 6;
const MAX_REASON_LENGTH = 300;

/** How a call of a module has failed. */
export type CallFailure =
  /** Its heartbeats timed out. */
  | { kind: 'lost' }
  /** No worker took it from its queue in time; `queue` is the state of the queue, from the server. */
  | { kind: 'unserved'; queue: QueueReply }
  /** It failed after all retries, or its answer breaks the contract. `reason` is one sentence, for people. */
  | { kind: 'failed'; reason: string; badAnswer: boolean };

/** What follows a call that has failed. */
export type Retry =
  /** The search continues without the module, for this reason. */
  | { action: 'leave-out'; reason: string }
  /** The call is repeated: at once, after a pause, or once a person has acted. */
  | {
      action: 'retry';
      after: 'now' | 'pause' | 'person';
      pauseMs: number;
      trouble: Pick<Trouble, 'trouble' | 'message'> | null;
    };

/** The retry policy of one call of a module: how long it may wait, and whether it is repeated. */
export class Retries {
  /** Limit of the next attempt's wait in the module's queue, in seconds. */
  scheduleToStartSeconds: number;
  private readonly patience: Patience;
  /** Whether people were told that nobody serves the module, and had some time to react. */
  private waited = false;
  private lost = 0;
  private badAnswers = 0;

  constructor(
    private readonly module: Module,
    private readonly onTrouble: OnTrouble,
  ) {
    this.patience = module.route.patience ?? DEFAULT_PATIENCE;
    this.scheduleToStartSeconds = this.patience.unservedSeconds;
  }

  /**
   * @param isStopped whether a person has stopped the search: it then waits for no module, whatever `onTrouble` says
   */
  after(failure: CallFailure, isStopped: boolean): Retry {
    const mayLeaveOut = isStopped || this.onTrouble === 'skip';
    if (failure.kind === 'lost') return this.afterLost(mayLeaveOut);
    if (failure.kind === 'unserved') return this.afterUnserved(failure.queue, mayLeaveOut, isStopped);
    return this.afterFailed(failure.reason, failure.badAnswer, mayLeaveOut);
  }

  /** The worker was lost: either because of the call, or for another reason, so that another worker can do it. */
  private afterLost(mayLeaveOut: boolean): Retry {
    this.lost += Math.max(1, this.module.route.attempts);
    if (this.lost < MAX_LOST) return retry(null);
    const message = this.failingText(`${this.lost} workers in a row were lost while they worked on it`);
    return mayLeaveOut ? { action: 'leave-out', reason: message } : retry({ trouble: 'failing', message });
  }

  private afterUnserved({ taken, note }: QueueReply, mayLeaveOut: boolean, isStopped: boolean): Retry {
    if (taken === 'yes') {
      this.waited = false;
      this.scheduleToStartSeconds = Math.min(2 * this.scheduleToStartSeconds, LONGEST_WAIT);
      return retry(null);
    }
    const message = unservedText({ ...this.module, queue: this.module.route.queue, note });
    if (mayLeaveOut && (this.waited || isStopped) && taken === 'no') return { action: 'leave-out', reason: message };
    this.waited = true;
    const { unservedSeconds, leaveOutSeconds } = this.patience;
    const longer = Math.min(2 * Math.max(this.scheduleToStartSeconds, leaveOutSeconds), LONGEST_WAIT);
    this.scheduleToStartSeconds = mayLeaveOut ? Math.max(unservedSeconds, leaveOutSeconds - unservedSeconds) : longer;
    return retry({ trouble: 'unserved', message });
  }

  /** The server has retried errors already. A call whose answer breaks the contract is repeated by the same policy. */
  private afterFailed(reason: string, badAnswer: boolean, mayLeaveOut: boolean): Retry {
    const { attempts } = this.module.route;
    const again = badAnswer && (attempts === 0 || ++this.badAnswers < attempts);
    const message = this.failingText(reason);
    if (mayLeaveOut && !again) return { action: 'leave-out', reason: message };
    const pauseMs = this.pauseMs;
    if (!again) this.badAnswers = 0;
    this.scheduleToStartSeconds = this.patience.unservedSeconds;
    return { ...retry({ trouble: 'failing', message }), after: again ? 'pause' : 'person', pauseMs };
  }

  /** As the server's own pauses between attempts. */
  private get pauseMs(): number {
    const { firstDelaySeconds, maxDelaySeconds } = this.module.route;
    const delay = firstDelaySeconds * 2 ** (this.badAnswers - 1);
    return 1000 * Math.max(firstDelaySeconds, Math.min(maxDelaySeconds, delay));
  }

  private failingText(reason: string): string {
    const { kind, name, ...owner } = this.module;
    // Workers of Coaxial name the module in their errors already, so it is not repeated.
    const from = reason.indexOf(` (${kind} ${name}`);
    const to = from < 0 ? -1 : reason.indexOf(')', from);
    const what = to < 0 ? reason : reason.slice(0, from) + reason.slice(to + 1);
    return `${kind} ${name} of ${ownerText(owner)} fails: ${what.slice(0, MAX_REASON_LENGTH)}`;
  }
}

function retry(trouble: Pick<Trouble, 'trouble' | 'message'> | null): Extract<Retry, { action: 'retry' }> {
  return { action: 'retry', after: 'now', pauseMs: 0, trouble };
}
