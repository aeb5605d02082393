import { encodeImportances, encodePredictions } from '../../learning/arrays/arrow.js';
import type { Matrix } from '../../learning/arrays/matrix.js';
import { fitAndPredict, fitCost } from '../fit/fit-candidate.js';
import { failureOf, NOT_FINITE } from '../fit/failure.js';
import type { ModelData, Paradigm } from '../paradigm/paradigm.js';
import { megabytes } from '../threads/memory-watch.js';
import type { FitJob, FitJobResult, PredictJob, SharedMatrix } from './fit-job.js';
import type { Json } from '../../contracts/json.js';
import { arraysOf, decodeSafetensors, encodeArrays } from '../../learning/arrays/safetensors.js';

type FitFailure = Pick<Extract<FitJobResult, { status: 'failed' }>, 'code' | 'reason'>;

/** A fit, wherever its paradigm is defined. */
export type FitWork = Omit<FitJob, 'kind' | 'module' | 'paradigm'>;

/** One fit and its predictions. What the learner throws is the fit's outcome. */
export async function fitServed(paradigm: Paradigm, job: FitWork): Promise<FitJobResult> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const failed = (failure: FitFailure): FitJobResult => ({ status: 'failed', ...failure, seconds: seconds() });
  try {
    const { task, classes, train, valid, fit, maxBytes } = job;
    const { hyperparameters, architecture, seed, effort } = fit;
    const point = { task, classes, hyperparameters, architecture };
    const { bytes } = fitCost(paradigm, point, train, train.data.byteLength + (valid?.data.byteLength ?? 0));
    if (bytes > maxBytes) {
      const reason = `it needs about ${megabytes(bytes)} MB, a fit may need ${megabytes(maxBytes)} MB`;
      return failed({ code: 'memory', reason });
    }
    const y = new Float64Array(train.y!).slice();
    const input = { ...point, x: matrixOf(train), y, groups: train.groups, seed, effort };
    const { predictions, ...output } = await fitAndPredict(paradigm, input, valid && matrixOf(valid));
    if (predictions?.some((value) => !Number.isFinite(value))) return failed(NOT_FINITE);
    return {
      status: 'completed',
      predictions: predictions && encodePredictions(predictions, classes),
      importances: encodeImportances(output.importances),
      effort: output.effort,
      model: fit.keepModel ? encodeModel(output.model) : null,
      version: output.model.version,
      seconds: seconds(),
    };
  } catch (error) {
    return failed(failureOf(error));
  }
}

/** @returns an Arrow file */
export async function predictServed(
  paradigm: Paradigm,
  { classes, model, matrix }: Pick<PredictJob, 'classes' | 'model' | 'matrix'>,
): Promise<Uint8Array> {
  return encodePredictions(await paradigm.predict(decodeModel(model), matrixOf(matrix)), classes);
}

/** A copy, so that a learner that changes its matrix does not affect other fits. */
function matrixOf({ rows, columns, data, names, source }: SharedMatrix): Matrix {
  return { rows, columns, data: new Float64Array(data).slice(), names, source };
}

/** A model as a safetensors file: its arrays, and in its metadata `paradigm`, `version` and `meta`, JSON text. */
export function encodeModel({ paradigm, version, meta, arrays }: ModelData): Uint8Array {
  return encodeArrays(arrays, { paradigm, version: String(version), meta: JSON.stringify(meta) });
}

/** @throws Error if the bytes are no such file */
export function decodeModel(bytes: Uint8Array): ModelData {
  const decoded = decodeSafetensors(bytes);
  const { paradigm, version, meta } = decoded.metadata;
  if (paradigm === undefined || version === undefined || meta === undefined) {
    throw new Error('these bytes are not a model: their metadata must have paradigm, version and meta');
  }
  const arrays = arraysOf(decoded) as ModelData['arrays'];
  return { paradigm, version: Number(version), meta: JSON.parse(meta) as Json, arrays };
}
