import type { TrialRecord } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';
import { allRows, foldFits } from '../fit/planned-fits.js';
import { Fitter, type FitFailure, type FitTools } from '../fit/fitter.js';
import type { FitJob } from '../fit/jobs.js';
import { matricesKey } from '../fit/prepare.js';
import { allEnded } from '../threads/all-ended.js';
import { AttemptTrace } from './attempt-trace.js';
import { FoldKeeper } from './fold-keeper.js';
import { refusal, type EstimateBytes } from './refusal.js';
import { saveCompleted, saveFailure, saveUnfinished, type CompletedFold } from './save-trial.js';
import type { TrialLimits, TrialRun, TrialToRun } from './trial-to-run.js';

/** The record of a trial; null if the search's time ended before its first fold started. */
export type RunTrial = { record: TrialRecord; reused: boolean } | null;

/**
 * Trains and scores one trial, all its folds, and writes its record to the store, unless another worker does. Continues
 * from the checkpoints of earlier attempts. Rejects once cancelled.
 */
export type TrialRunner = (trial: TrialToRun, limits: TrialLimits, run: TrialRun) => Promise<RunTrial>;

export interface TrialRunnerDependencies extends FitTools {
  store: Store;
  estimateBytes: EstimateBytes;
}

export function createTrialRunner(deps: TrialRunnerDependencies): TrialRunner {
  const { store, estimateBytes } = deps;
  return async (trial, limits, run) => {
    const refused = refusal({ ...limits, estimateBytes }, trial);
    if (refused) return { record: await saveFailure(store, trial, refused), reused: false };
    const trace = new AttemptTrace(store, trial.key, run);
    try {
      const opened = await trace.open(AbortSignal.any([limits.cancelled, limits.ended]));
      if (opened === null) return null;
      if (opened !== 'open') return { record: opened, reused: true };
      const record = await attempt(deps, trial, limits, run, trace);
      return record && { record, reused: false };
    } finally {
      await trace.end();
    }
  };
}

async function attempt(
  deps: TrialRunnerDependencies,
  trial: TrialToRun,
  limits: TrialLimits,
  { isBrief, onStart, expectedSeconds }: TrialRun,
  trace: AttemptTrace,
): Promise<TrialRecord | null> {
  const { store, estimateBytes } = deps;
  const { search, candidate, key } = trial;
  const { plan } = search.context;
  const folds = new FoldKeeper(store.checkpoints, key, plan.folds);
  if (!isBrief) await folds.takeUp();
  const { cancelled, ended } = limits;
  const fitter = new Fitter(deps, {
    bytes: estimateBytes(trial, plan.searchRows),
    seconds: limits.trialSeconds,
    // Earlier attempts that disappeared with their workers, or are running elsewhere.
    lost: isBrief ? 0 : (await store.attempts.of(key)).open,
    expectedSeconds,
    cancelled: AbortSignal.any([cancelled, trace.lost]),
    ended,
    onStart: async () => {
      folds.start();
      await trace.start(folds.takenUp);
      onStart?.(() => folds.progress());
    },
  });
  try {
    const fits = await foldFits(search, candidate, trial.repeat);
    const limit = { maxBytes: limits.maxBytes, rows: allRows(search.context) };
    const ends = await allEnded(fits.map((fit, fold) => fitFold(fitter, folds, { fold, fit, limit })));
    await trace.check();
    const completed = ends.filter((end) => end?.status === 'completed');
    if (!fitter.started && completed.length < ends.length) return null;
    const save =
      completed.length < ends.length ? saveUnfinished(store, trial, ends) : saveCompleted(store, trial, completed);
    const record = await save;
    trace.how = record.outcome.status;
    if (trace.how !== 'timed-out') await folds.forget();
    return record;
  } finally {
    fitter.close();
  }
}

async function fitFold(
  fitter: Fitter,
  folds: FoldKeeper,
  { fold, ...given }: Pick<FitJob, 'fit' | 'limit'> & { fold: number },
): Promise<CompletedFold | FitFailure | null> {
  const known = folds.done(fold);
  if (known) return known;
  const job: FitJob = { kind: 'fit', ...given, checkpoints: folds.place(fold), keepModel: false };
  const end = await fitter.run<CompletedFold | FitFailure>(job, matricesKey(given.fit));
  if (end?.status === 'completed') await folds.keep(fold, end);
  return end;
}
