import { firstRows } from '../../learning/arrays/matrix.js';
import { datasetOf } from '../data/shared-data.js';
import type { ModelData, Paradigm, ParadigmRegistry } from '../paradigm/paradigm.js';
import { failureOf, NOT_FINITE, tooLarge, type Failure } from './failure.js';
import { fitCandidate, fitCost } from './fit-candidate.js';
import type { CompletedFit, FitJob, FitResult } from './jobs.js';
import { isFinite } from './judge.js';
import { prepareOnce } from './prepare.js';

/** Rows on which a model is tested before it is delivered. */
export const TRIED_ROWS = 100;

/**
 * Prepares, runs and scores a fit. Runs in a worker thread or a process: what the learner throws is a result, because
 * errors cannot be sent between processes.
 */
export async function runFit(registry: ParadigmRegistry, job: FitJob): Promise<FitResult> {
  const start = performance.now();
  let result: Omit<CompletedFit, 'seconds'> | ({ status: 'failed' } & Failure);
  try {
    result = await fit(registry, job);
  } catch (error) {
    result = { status: 'failed', ...failureOf(error) };
  }
  return { ...result, seconds: (performance.now() - start) / 1000 };
}

async function fit(
  registry: ParadigmRegistry,
  { fit, limit, checkpoints, keepModel }: FitJob,
): Promise<Omit<CompletedFit, 'seconds'> | ({ status: 'failed' } & Failure)> {
  const { candidate, judge } = fit;
  const prepared = prepareOnce(fit);
  const { train, valid, fitted } = prepared;
  const paradigm = registry[candidate.paradigm];
  const point = { ...judge, ...candidate };
  const { work, bytes } = fitCost(paradigm, point, train, train.data.byteLength + valid.data.byteLength);
  if (limit) {
    const { rows, maxBytes } = limit;
    const matrixBytes = rows * train.columns * Float64Array.BYTES_PER_ELEMENT;
    const needed = fitCost(paradigm, point, { rows, columns: train.columns }, matrixBytes).bytes;
    if (needed > maxBytes) return { status: 'failed', ...tooLarge(needed, maxBytes) };
  }
  const { model, ...made } = await fitCandidate(registry, { ...fit, checkpoints }, prepared, datasetOf(fit.shared));
  if (!isFinite(made) || (keepModel && !(await predicts(paradigm, model, firstRows(train, TRIED_ROWS))))) {
    return { status: 'failed', ...NOT_FINITE };
  }
  return { status: 'completed', ...made, work, bytes, model: keepModel ? { data: model, fitted } : null };
}

async function predicts(
  paradigm: Paradigm,
  model: ModelData,
  rows: Parameters<Paradigm['predict']>[1],
): Promise<boolean> {
  return (await paradigm.predict(model, rows)).every(Number.isFinite);
}
