import type { Matrix } from '../../learning/arrays/matrix.js';
import type { Dataset } from '../../learning/arrays/table.js';
import type { PreparedFold } from '../../learning/transforms/prepare.js';
import type { FitInput, FitOutput, Paradigm, ParadigmRegistry } from '../paradigm/paradigm.js';
import type { CandidateFit } from './planned-fits.js';
import { fileCheckpoints, type CheckpointPlace } from './fit-checkpoints.js';
import type { JudgedFit } from './jobs.js';
import { judgeFit } from './judge.js';

/** Fits a paradigm, and predicts other rows. @param valid null, or without rows, for no predictions */
export async function fitAndPredict(
  paradigm: Paradigm,
  input: Omit<FitInput, 'weights'>,
  valid: Matrix | null,
): Promise<FitOutput & { predictions: Float64Array | null }> {
  const output = await paradigm.fit({ ...input, weights: null });
  const predictions = valid && valid.rows > 0 ? await paradigm.predict(output.model, valid) : null;
  return { ...output, predictions };
}

/** Estimated floating-point operations of a fit, and its peak bytes with the matrices. */
export function fitCost(
  paradigm: Paradigm,
  {
    task,
    classes,
    hyperparameters,
    architecture,
  }: Pick<FitInput, 'task' | 'classes' | 'hyperparameters' | 'architecture'>,
  { rows, columns }: { rows: number; columns: number },
  matrixBytes: number,
): { work: number; bytes: number } {
  const shape = { task, classes, rows, columns: Math.max(1, columns) };
  const { work, bytes } = paradigm.cost(shape, hyperparameters, architecture);
  return { work, bytes: bytes + matrixBytes };
}

/** Fits a candidate on prepared rows, and predicts and scores the others. */
export async function fitCandidate(
  registry: ParadigmRegistry,
  {
    judge,
    candidate,
    fitSeed: seed,
    effort,
    checkpoints,
  }: Pick<CandidateFit, 'judge' | 'candidate' | 'fitSeed' | 'effort'> & { checkpoints: CheckpointPlace | null },
  prepared: PreparedFold,
  dataset: Dataset,
): Promise<JudgedFit & Pick<FitOutput, 'model' | 'effort'>> {
  const { task, classes } = judge;
  const { train: x, valid, yTrain: y, groups } = prepared;
  const { paradigm, hyperparameters, architecture } = candidate;
  const keep = checkpoints && { checkpoints: fileCheckpoints(checkpoints) };
  const input = { x, y, groups, task, classes, hyperparameters, architecture, seed, effort, ...keep };
  const output = await fitAndPredict(registry[paradigm], input, valid);
  return { ...judgeFit(judge, dataset, prepared, x.source, output), model: output.model, effort: output.effort };
}
