import { decodeColumns } from '../../contracts/candidate/column-set.js';
import { rowsOfFit } from '../../learning/splits/folds.js';
import { prepareRows, type PreparedFold } from '../../learning/transforms/prepare.js';
import { Recent } from '../data/recent.js';
import { datasetOf } from '../data/shared-data.js';
import type { CandidateFit } from './planned-fits.js';

/** Bytes of prepared matrices that a thread keeps: candidates of a generation often share their columns and transforms. */
const PREPARED_BYTES = 256 * 2 ** 20;

const kept = new Recent<PreparedFold>(PREPARED_BYTES);

/** The matrices of a fit. */
export function prepare({ shared, candidate, takesMissing, rows, prepareSeed }: CandidateFit): PreparedFold {
  return prepareRows({
    dataset: datasetOf(shared),
    ...rowsOfFit(new Int8Array(shared.assignment), rows),
    kept: decodeColumns(candidate.features),
    transforms: candidate.transforms,
    takesMissing,
    seed: prepareSeed,
  });
}

/** The same; those of folds are cached in this thread. */
export function prepareOnce(fit: CandidateFit): PreparedFold {
  if (typeof fit.rows === 'string') return prepare(fit);
  return kept.get(matricesKey(fit), () => {
    const value = prepare(fit);
    return { value, size: value.train.data.byteLength + value.valid.data.byteLength };
  });
}

/** Fits with the same key have the same matrices. */
export function matricesKey({ shared, candidate, takesMissing, rows, prepareSeed }: CandidateFit): string {
  const { features, transforms } = candidate;
  return JSON.stringify([shared.ref, features, transforms, takesMissing, rows, prepareSeed]);
}
