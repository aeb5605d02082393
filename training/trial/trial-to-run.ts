import type { Candidate } from '../../contracts/candidate/candidate.js';
import type { Outcome, TrialKey, TrialRecord } from '../../contracts/candidate/trial.js';
import type { LoadedSearch } from '../data/search-loader.js';

export interface TrialToRun {
  search: LoadedSearch;
  candidate: Candidate;
  /** Number of the split into folds. */
  repeat: number;
  key: TrialKey;
  backend: string;
}

export interface TrialLimits {
  /** From the start of the first fold. */
  trialSeconds: number;
  /** Largest estimated memory. */
  maxBytes: number;
  /** Aborts when the result is not needed any more. */
  cancelled: AbortSignal;
  /** Aborts at the end of the search's time. */
  ended: AbortSignal;
}

/** The progress of a running trial. */
export interface TrialProgress {
  /** Number of completed folds. */
  folds: number[];
  /** Folds whose fit keeps checkpoints, with the iterations up to the last one. */
  fits: [fold: number, iterations: number][];
}

/** The progress of an evaluation, for people and for later attempts at it. */
export interface Beats {
  /** Whether an earlier attempt at the evaluation was lost, or failed. */
  readonly isRetry: boolean;
  /** Trials that ended here, or in an earlier attempt, with an outcome that is not reused by other evaluations. */
  readonly ended: ReadonlySet<TrialKey>;
  started(key: TrialKey, progress: () => TrialProgress): void;
  over(key: TrialKey, outcome: Outcome | null): void;
}

/** The circumstances of a trial that is run. */
export interface TrialRun {
  /** Its record, if another worker or an earlier attempt has finished it. */
  known: () => Promise<TrialRecord | null>;
  /**
   * Whether it is expected to be brief: until it has run for longer, it has no claim, log entry or checkpoint, and those
   * of earlier attempts are not read.
   */
  isBrief: boolean;
  /** Expected duration, sum of all folds; null if it is not known. */
  expectedSeconds?: number | null;
  /** Called once it has started, with a function that returns the trial's progress. */
  onStart?: (progress: () => TrialProgress) => void;
}
