import type { LookReply } from '../../contracts/search/activities.js';
import { ownerText, unservedText, type OnTrouble, type Trouble } from '../../contracts/module/module.js';
import { DEFAULT_PATIENCE, type Patience } from '../../contracts/search/patience.js';
import type { Module } from './troubles.js';

/** Seconds between two questions who polls the queue, at most: the longer, the fewer events in the history. */
const LONGEST_WAIT = 3600;
/** Attempts in a row whose worker is lost before people are told. */
const MAX_LOST = 6;
const MAX_REASON_LENGTH = 300;

/** How a call of a module has failed. */
export type CallFailure =
  /** Its worker sent no more heartbeats. */
  | { kind: 'lost' }
  /** No worker took it from its queue in time; `queue` is what the server says of the queue. */
  | { kind: 'unserved'; queue: LookReply }
  /** It failed beyond its retry policy, or its answer breaks the contract. `reason` is one sentence, for people. */
  | { kind: 'failed'; reason: string; badAnswer: boolean };

/** What follows a call that has failed. */
export type Retry =
  /** The search goes on without the module, for this reason. */
  | { action: 'leave-out'; reason: string }
  /** The call is made again: at once, after a pause, or once a person has seen to it. */
  | {
      action: 'retry';
      after: 'now' | 'pause' | 'person';
      pauseMs: number;
      trouble: Pick<Trouble, 'trouble' | 'message'> | null;
    };

/** How long a call may wait, and whether it is made again: the retry policy of one call of a module. */
export class Retries {
  /** How long the next attempt may lie in the module's queue, in seconds. */
  scheduleToStartSeconds: number;
  private readonly patience: Patience;
  /** Whether people were told that nobody serves the module, and have had some time. */
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

  /** @param isStopped whether a person wants the search to end: then it waits for no module, whatever `onTrouble` says */
  after(failure: CallFailure, isStopped: boolean): Retry {
    const mayLeaveOut = isStopped || this.onTrouble === 'skip';
    if (failure.kind === 'lost') return this.afterLost(mayLeaveOut);
    if (failure.kind === 'unserved') return this.afterUnserved(failure.queue, mayLeaveOut, isStopped);
    return this.afterFailed(failure.reason, failure.badAnswer, mayLeaveOut);
  }

  /** The call may be what ends its workers; else they end for reasons of their own, and another will do. */
  private afterLost(mayLeaveOut: boolean): Retry {
    this.lost += Math.max(1, this.module.route.attempts);
    if (this.lost < MAX_LOST) return retry(null);
    const message = this.failingText(`${this.lost} workers in a row were lost while they worked on it`);
    return mayLeaveOut ? { action: 'leave-out', reason: message } : retry({ trouble: 'failing', message });
  }

  private afterUnserved({ taken, note }: LookReply, mayLeaveOut: boolean, isStopped: boolean): Retry {
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

  /** The server has retried errors already. An answer that breaks the contract is asked for again by the same policy. */
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
    // Workers of Coaxial name the module in their errors, for histories: not twice.
    const from = reason.indexOf(` (${kind} ${name}`);
    const to = from < 0 ? -1 : reason.indexOf(')', from);
    const what = to < 0 ? reason : reason.slice(0, from) + reason.slice(to + 1);
    return `${kind} ${name} of ${ownerText(owner)} fails: ${what.slice(0, MAX_REASON_LENGTH)}`;
  }
}

function retry(trouble: Pick<Trouble, 'trouble' | 'message'> | null): Extract<Retry, { action: 'retry' }> {
  return { action: 'retry', after: 'now', pauseMs: 0, trouble };
}
