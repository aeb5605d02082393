import type { CompletedOutcome, TrialKey, TrialRecord } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';
import type { LoadedSearch } from '../data/search-loader.js';
import { allRows, finalFits, type CandidateFit } from '../fit/planned-fits.js';
import { Fitter, type FitLimits, type FitTools } from '../fit/fitter.js';
import type { CompletedFit, FitJob, FitResult } from '../fit/jobs.js';
import type { EstimateBytes } from '../trial/refusal.js';
import { FitFailed, lostTooOften } from './fit-failed.js';

/** The environment of final fits. */
export interface FinalFitTools extends FitTools {
  store: Store;
  estimateBytes: EstimateBytes;
}

export interface FinalLimits {
  /** Limit for one trial, all its folds; the limit of a final fit is longer in proportion to its rows. */
  trialSeconds: number;
  cancelled: AbortSignal;
  /** Number of workers lost during these fits. */
  lost: number;
}

/**
 * The fits on the search's rows and on all, the last with its model.
 *
 * @throws FitFailed if one of them fails and a retry would not help; the reason of `cancelled`; Error for temporary
 *   errors. The other fit has ended before this throws, because the next attempt writes the same checkpoints.
 */
export async function fitBoth(
  tools: FinalFitTools,
  search: LoadedSearch,
  { key, candidate }: TrialRecord,
  { effort }: CompletedOutcome,
  { trialSeconds, cancelled, lost }: FinalLimits,
): Promise<CompletedFit[]> {
  lostTooOften(lost);
  const failed = new AbortController();
  const { plan } = search.context;
  const fits = finalFits(search, candidate, effort).map((fit) => {
    const rows = allRows(search.context) - (fit.rows === 'all' ? 0 : plan.holdoutRows);
    const limits = {
      bytes: tools.estimateBytes({ search, candidate }, rows),
      seconds: (trialSeconds * rows) / plan.searchRows,
      lost,
      cancelled: AbortSignal.any([cancelled, failed.signal]),
      ended: null,
    };
    return fitFinal(tools, limits, fit, key).catch((error: unknown) => {
      failed.abort(error);
      throw error;
    });
  });
  await Promise.allSettled(fits);
  cancelled.throwIfAborted();
  // One fit was ended because the other one failed.
  failed.signal.throwIfAborted();
  return Promise.all(fits);
}

async function fitFinal(
  tools: FinalFitTools,
  limits: FitLimits,
  fit: CandidateFit,
  key: TrialKey,
): Promise<CompletedFit> {
  const isDelivered = fit.rows === 'all';
  const file = tools.store.checkpoints.fitFile(key, isDelivered ? 'final-all' : 'final-search');
  const checkpoints = { file, isNew: false, told: null };
  const job: FitJob = { kind: 'fit', fit, limit: null, checkpoints, keepModel: isDelivered };
  const fitter = new Fitter(tools, limits);
  try {
    const result = (await fitter.run<FitResult>(job))!;
    if (result.status === 'completed') return result;
    throw new FitFailed(result.code, result.reason);
  } finally {
    fitter.close();
  }
}
