import type { TrialRecord } from '../../contracts/candidate/trial.js';
import type { TrialToRun } from './trial-to-run.js';

/** A trial that takes less than this, in ms, has only its record in the store: it is cheaper to repeat than to keep. */
export const BRIEF_MS = 250;

/** Weight of the last trial in the mean: the first ones of a process are slower than later ones. */
const LAST = 0.3;

/** Modelled work of one fit of a trial, in floating-point operations. */
export type EstimateWork = (trial: Pick<TrialToRun, 'search' | 'candidate'>) => number;

/** Expected duration of trials (sum of their folds), from trials of the same paradigm and data in this process. */
export class ExpectedSeconds {
  /** Seconds of a trial per operation of one fit. */
  private readonly rates = new Map<string, number>();

  constructor(private readonly workOf: EstimateWork) {}

  /** Null if none has ended in this process. */
  of(trial: TrialToRun): number | null {
    const rate = this.rates.get(nameOf(trial));
    return rate === undefined ? null : rate * this.workOf(trial);
  }

  isBrief(trial: TrialToRun): boolean {
    const seconds = this.of(trial);
    return seconds !== null && 1000 * seconds < BRIEF_MS;
  }

  learn(trial: TrialToRun, { outcome, cost }: TrialRecord): void {
    const work = this.workOf(trial);
    if (outcome.status !== 'completed' || !(work > 0)) return;
    const name = nameOf(trial);
    const rate = cost.seconds / work;
    const known = this.rates.get(name) ?? rate;
    this.rates.set(name, known + LAST * (rate - known));
  }
}

function nameOf({ search, candidate }: TrialToRun): string {
  return `${search.shared.ref} ${candidate.paradigm}`;
}
