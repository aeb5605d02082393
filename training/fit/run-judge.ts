import { rowsOfFit } from '../../learning/splits/folds.js';
import { importancesByColumn, targetOf, unitOfTarget } from '../../learning/transforms/prepare.js';
import { openStore } from '../../storage/store.js';
import type { Failure } from './failure.js';
import { NOT_FINITE } from './failure.js';
import { judgePredictions } from './judge-predictions.js';
import type { AnswerToJudge, JudgeJob, JudgeResult } from './judge-job.js';
import { datasetOf } from '../data/shared-data.js';

/**
 * Looks at what a served paradigm answered, as at any stranger's word, and scores it. Runs in a worker thread.
 *
 * @returns one result for each answer, in order
 * @throws Error where the store cannot be read
 */
export function runJudge(job: JudgeJob): Promise<JudgeResult[]> {
  return Promise.all(job.answers.map((answer) => judgeAnswer(job, answer)));
}

async function judgeAnswer({ shared, store, judge }: JudgeJob, answer: AnswerToJudge): Promise<JudgeResult> {
  const { artifacts } = openStore(store);
  const { predictions: predictionsRef, importances: importancesRef, source } = answer;
  for (const ref of [predictionsRef, importancesRef]) {
    if (ref !== null && !(await artifacts.has(ref))) return { status: 'lost', ref };
  }
  const { inputs, target } = datasetOf(shared);
  const { trainRows, otherRows } = rowsOfFit(new Int8Array(shared.assignment), answer.rows);
  const predicted = otherRows.length > 0;
  if (predicted && predictionsRef === null) return wrong('there are no predictions');
  const importancesFile = await artifacts.get(importancesRef);
  const predictionsFile = predicted ? await artifacts.get(predictionsRef!) : null;
  const { ArrowError, NotFinite, decodeImportances, decodePredictions } =
    await import('../../learning/arrays/arrow.js');
  try {
    const importances = decodeImportances(importancesFile, source.length);
    const expected = { rows: otherRows.length, classes: judge.classes };
    const predictions = predictionsFile && decodePredictions(predictionsFile, expected);
    const targetUnit = unitOfTarget(target, trainRows);
    const truth = { yTrain: targetOf(target, trainRows), yValid: targetOf(target, otherRows), targetUnit };
    const judgement = judgePredictions(judge, target, truth, predictions);
    if (judgement.judged && !Number.isFinite(judgement.judged.score)) return { status: 'failed', ...NOT_FINITE };
    return {
      status: 'completed',
      ...judgement,
      importances: importancesByColumn(importances, Int32Array.from(source), inputs.columns.length),
      trainedRows: trainRows.length,
      targetUnit,
      rows: otherRows,
    };
  } catch (error) {
    if (error instanceof NotFinite) return { status: 'failed', ...NOT_FINITE };
    if (error instanceof ArrowError) return wrong(error.message);
    throw error;
  }
}

function wrong(what: string): { status: 'failed' } & Failure {
  return { status: 'failed', code: 'module', reason: `its answer is none: ${what}`.slice(0, 300) };
}
