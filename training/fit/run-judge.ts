import { rowsOfFit } from '../../learning/splits/folds.js';
import { targetOf, unitOfTarget } from '../../learning/transforms/prepare.js';
import { openStore, type Store } from '../../storage/store.js';
import { datasetOf } from '../data/shared-data.js';
import { NOT_FINITE, type Failure } from './failure.js';
import type { Answer, JudgeJob, JudgeResult } from './jobs.js';
import { isFinite, judgeFit } from './judge.js';

/**
 * Validates the answers of a served paradigm, which is untrusted code, and scores them. Runs in a worker thread.
 *
 * @returns one result for each answer, in order
 * @throws Error if the store cannot be read
 */
export function runJudge({ store, answers }: JudgeJob): Promise<JudgeResult[]> {
  const { artifacts } = openStore(store);
  return Promise.all(answers.map((answer) => judgeAnswer(artifacts, answer)));
}

async function judgeAnswer(artifacts: Store['artifacts'], answer: Answer): Promise<JudgeResult> {
  const { fit, source, predictions: predictionsRef, importances: importancesRef } = answer;
  for (const ref of [predictionsRef, importancesRef]) {
    if (ref !== null && !(await artifacts.has(ref))) return { status: 'lost', ref };
  }
  const dataset = datasetOf(fit.shared);
  const { target } = dataset;
  const { trainRows, otherRows: validRows } = rowsOfFit(new Int8Array(fit.shared.assignment), fit.rows);
  const predicted = validRows.length > 0;
  if (predicted && predictionsRef === null) return wrong('there are no predictions');
  const importancesFile = await artifacts.get(importancesRef);
  const predictionsFile = predicted ? await artifacts.get(predictionsRef!) : null;
  const { ArrowError, NotFinite, decodeImportances, decodePredictions } =
    await import('../../learning/arrays/arrow.js');
  try {
    const importances = decodeImportances(importancesFile, source.length);
    const expected = { rows: validRows.length, classes: fit.judge.classes };
    const predictions = predictionsFile && decodePredictions(predictionsFile, expected);
    const targetUnit = unitOfTarget(target, trainRows);
    const truth = { yTrain: targetOf(target, trainRows), yValid: targetOf(target, validRows), targetUnit, validRows };
    const judged = judgeFit(fit.judge, dataset, truth, Int32Array.from(source), { predictions, importances });
    return isFinite(judged) ? { status: 'completed', ...judged } : { status: 'failed', ...NOT_FINITE };
  } catch (error) {
    if (error instanceof NotFinite) return { status: 'failed', ...NOT_FINITE };
    if (error instanceof ArrowError) return wrong(error.message);
    throw error;
  }
}

function wrong(what: string): { status: 'failed' } & Failure {
  return { status: 'failed', code: 'module', reason: `its answer is none: ${what}`.slice(0, 300) };
}
