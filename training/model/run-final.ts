import { decodeColumns } from '../../contracts/candidate/column-set.js';
import { rowsOfFit } from '../../learning/splits/folds.js';
import { firstRows } from '../../learning/arrays/matrix.js';
import { prepareRows } from '../../learning/transforms/prepare.js';
import type { ParadigmRegistry } from '../paradigm/paradigm.js';
import { failureOf, NOT_FINITE } from '../fit/failure.js';
import { fitCandidate } from '../fit/fit-candidate.js';
import { TRIED_ROWS } from './exported-form.js';
import type { FinalJob, FinalResult } from './final-job.js';
import { datasetOf } from '../data/shared-data.js';

/**
 * Fits the winning candidate on the search's rows or on all, and predicts the outer holdout. Runs in a worker thread, or a
 * process: what the learner throws is a result, for errors do not travel between processes.
 */
export async function runFinal(registry: ParadigmRegistry, job: FinalJob): Promise<FinalResult> {
  try {
    return await fitFinal(registry, job);
  } catch (error) {
    return { status: 'failed', ...failureOf(error) };
  }
}

async function fitFinal(registry: ParadigmRegistry, job: FinalJob): Promise<FinalResult> {
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
  const tried = await registry[candidate.paradigm].predict(model, firstRows(prepared.train, TRIED_ROWS));
  const isFinite =
    tried.every(Number.isFinite) && (!judged || [judged.score, ...judged.predictions].every(Number.isFinite));
  if (!isFinite) return { status: 'failed', ...NOT_FINITE };
  return {
    status: 'completed',
    model,
    fitted: prepared.fitted,
    prior,
    trainedRows: prepared.train.rows,
    targetUnit: prepared.targetUnit,
    importances,
    holdout: judged && { ...judged, rows: prepared.validRows },
  };
}
