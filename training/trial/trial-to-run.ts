import type { Candidate } from '../../contracts/candidate/candidate.js';
import type { Outcome, TrialKey } from '../../contracts/candidate/trial.js';
import type { Claim } from '../../storage/claims.js';
import type { LoadedSearch } from '../data/search-loader.js';

export interface TrialToRun {
  search: LoadedSearch;
  candidate: Candidate;
  /** Which dealing of the rows to folds. */
  repeat: number;
  key: TrialKey;
  backend: string;
}

export interface TrialLimits {
  /** From the start of the first fold. */
  trialSeconds: number;
  /** Memory that it may need, by an estimate. */
  maxBytes: number;
  /** Nobody wants the result any more. */
  cancelled: AbortSignal;
  /** The search's time is over. */
  ended: AbortSignal;
}

/** How far a trial under way has come. */
export interface TrialProgress {
  /** Folds that are done. */
  folds: number[];
  /** Folds whose fit keeps checkpoints, with the iterations up to the last one. */
  fits: [fold: number, iterations: number][];
}

/** What an evaluation tells of its trials, for people and for later attempts at it. */
export interface Beats {
  /** Trials that ended here, or in an earlier attempt, in a way that another evaluation would not take for settled. */
  readonly ended: ReadonlySet<TrialKey>;
  started(key: TrialKey, progress: () => TrialProgress): void;
  over(key: TrialKey, outcome: Outcome | null): void;
}

/** Who runs a trial, beside its limits. */
export interface TrialRun {
  /** On the trial; null where nobody else could train it. */
  claim: Claim | null;
  /** Given a function that tells how far the trial has come, once it has started. */
  onStart?: (progress: () => TrialProgress) => void;
}
