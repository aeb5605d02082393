import type { Outcome } from '../../contracts/candidate/trial.js';
import { decodeColumns } from '../../contracts/candidate/column-set.js';
import type { ParadigmRegistry } from '../paradigm/paradigm.js';
import { fitCost } from '../fit/fit-candidate.js';
import { candidateError } from './candidate-error.js';
import { allRows } from '../fit/planned-fits.js';
import { failed, tooLarge } from '../fit/failure.js';
import type { EstimateWork } from './expected-seconds.js';
import type { TrialToRun } from './trial-to-run.js';

/** Lower bound of the memory of a fit on so many rows, in bytes, known before it starts. */
export type EstimateBytes = (fit: Pick<TrialToRun, 'search' | 'candidate'>, rows: number) => number;

/**
 * Computed from the table's columns; it is checked again when the transforms are fitted and the matrix columns are
 * known.
 *
 * @param registry the paradigms that this process trains
 */
export function estimatorOf(registry: ParadigmRegistry): EstimateBytes {
  return (fit, rows) => costOf(registry, fit, rows).bytes;
}

/** @param registry as in `estimatorOf` */
export function workEstimatorOf(registry: ParadigmRegistry): EstimateWork {
  return (fit) => costOf(registry, fit, fit.search.context.plan.searchRows).work;
}

function costOf(
  registry: ParadigmRegistry,
  { search: { context }, candidate }: Pick<TrialToRun, 'search' | 'candidate'>,
  rows: number,
): { work: number; bytes: number } {
  const { paradigm: id, hyperparameters, architecture } = candidate;
  const { task, classes, paradigms } = context;
  const columns = decodeColumns(candidate.features).length;
  const matrixBytes = rows * columns * Float64Array.BYTES_PER_ELEMENT;
  // The team is responsible for the memory of fits on its machines.
  if (paradigms.find((paradigm) => paradigm.id === id)?.served) return { work: 0, bytes: matrixBytes };
  const point = { task, classes: classes.length, hyperparameters, architecture };
  return fitCost(registry[id], point, { rows, columns }, matrixBytes);
}

interface TrialMemory {
  estimateBytes: EstimateBytes;
  /** Memory limit of one trial in bytes. */
  maxBytes: number;
}

/**
 * Why a trial fails before it starts: its candidate is outside the search's spaces, or its largest fit, the final one
 * on all rows, would need too much memory; null if it can start.
 */
export function refusal({ estimateBytes, maxBytes }: TrialMemory, trial: TrialToRun): Outcome | null {
  const invalid = candidateError(trial.search.context, trial.candidate);
  if (invalid) return failed('invalid-candidate', invalid);
  const bytes = estimateBytes(trial, allRows(trial.search.context));
  if (bytes <= maxBytes) return null;
  const { code, reason } = tooLarge(bytes, maxBytes, true);
  return failed(code, reason);
}
