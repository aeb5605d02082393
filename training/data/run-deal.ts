import type { EvaluationPlan } from '../../contracts/module/evaluation.js';
import { redealFolds } from '../../learning/splits/folds.js';
import { datasetOf, type SharedData } from './shared-data.js';

/** Another split of a search's rows into folds, for a worker thread. */
export interface DealJob {
  kind: 'deal';
  shared: SharedData;
  plan: EvaluationPlan;
  /** 32 bits. */
  seed: number;
}

/** @returns as `planEvaluation` makes it */
export function runDeal({ shared, plan, seed }: DealJob): Int8Array {
  return redealFolds(datasetOf(shared), new Int8Array(shared.assignment), plan, seed);
}
