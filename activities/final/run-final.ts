import { decodeColumns } from '../../contracts/column-set.js';
import { rowsOfFit } from '../../learning/folds.js';
import { prepareRows } from '../../learning/prepare.js';
import type { ParadigmRegistry } from '../paradigms/paradigm.js';
import { fitCandidate } from '../trials/fit-candidate.js';
import { datasetOf } from '../trials/run-fold.js';
import type { FinalJob, FinalResult } from './final-job.js';

/** Fits the winning candidate on the search's rows or on all, and predicts the outer holdout. Runs in a worker thread. */
export async function runFinal(registry: ParadigmRegistry, job: FinalJob): Promise<FinalResult> {
  const { candidate } = job;
  const dataset = datasetOf(job.shared);
  const assignment = new Int8Array(job.shared.assignment);
  const prepared = prepareRows({
    dataset,
    ...rowsOfFit(assignment, job.rows),
    kept: decodeColumns(candidate.features),
    transforms: candidate.transforms,
    takesMissing: job.takesMissing,
    seed: job.prepareSeed,
  });
  const { model, importances, prior, judged } = await fitCandidate(registry, job, prepared, dataset);
  return {
    model,
    fitted: prepared.fitted,
    prior,
    trainedRows: prepared.train.rows,
    targetUnit: prepared.targetUnit,
    importances,
    holdout: judged && { ...judged, rows: prepared.validRows },
  };
}
