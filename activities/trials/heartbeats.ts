import type { Context } from '@temporalio/activity';
import { z } from 'zod';
import { trialKeySchema, type Outcome, type TrialKey } from '../../contracts/candidate/trial.js';
import { isReusable } from '../../storage/trials.js';
import { HEARTBEAT_MS } from '../runtime/heartbeat.js';
import type { Beats, TrialProgress } from '../../training/trial/trial-to-run.js';

/**
 * Heartbeat details of an evaluation: its progress for people, and data for later attempts that the store does not
 * have.
 */
export interface EvaluationDetails {
  done: number;
  of: number;
  /** Running trials, whose checkpoints are in the store under their key. */
  underWay: ({ key: TrialKey } & TrialProgress)[];
  /** Trials that ended here with an outcome that other evaluations do not reuse. */
  ended: TrialKey[];
}

/** Sends heartbeats with the progress of an evaluation, until it is stopped. */
export class Heartbeats implements Beats {
  done = 0;
  of = 0;
  private readonly underWay = new Map<TrialKey, () => TrialProgress>();
  private readonly timer: NodeJS.Timeout;

  /** Trials that ended here, or in an earlier attempt, with an outcome that other evaluations do not reuse. */
  readonly ended: Set<TrialKey>;
  readonly isRetry: boolean;

  constructor(activity: Context) {
    this.isRetry = activity.info.attempt > 1;
    this.ended = endedBefore(activity.info.heartbeatDetails);
    this.timer = setInterval(() => activity.heartbeat(this.details()), HEARTBEAT_MS);
  }

  started(key: TrialKey, progress: () => TrialProgress): void {
    this.underWay.set(key, progress);
  }

  over(key: TrialKey, outcome: Outcome | null): void {
    this.underWay.delete(key);
    if (outcome && !isReusable(outcome)) this.ended.add(key);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private details(): EvaluationDetails {
    const underWay = [...this.underWay].map(([key, progress]) => ({ key, ...progress() }));
    return { done: this.done, of: this.of, underWay, ended: [...this.ended] };
  }
}

const endedSchema = z.object({ ended: z.array(trialKeySchema) });

/** The heartbeat details of an earlier attempt at the same evaluation. */
function endedBefore(details: unknown): Set<TrialKey> {
  return new Set(endedSchema.safeParse(details).data?.ended ?? []);
}
