import { encodeImportances, encodePredictions } from '../../learning/arrays/arrow.js';
import type { Matrix } from '../../learning/arrays/matrix.js';
import type { FitOutput, Paradigm } from '../paradigm/paradigm.js';
import { megabytes } from '../threads/memory-watch.js';
import type { FitJob, FitJobResult, PredictJob, SharedMatrix } from './fit-job.js';
import { failureOf, NOT_FINITE } from '../fit/failure.js';
import { decodeModel, encodeModel } from './model-bytes.js';

type FitFailure = Pick<Extract<FitJobResult, { status: 'failed' }>, 'code' | 'reason'>;

/** A fit, wherever its paradigm is defined. */
export type FitWork = Omit<FitJob, 'kind' | 'module' | 'paradigm'>;

/** One fit and its predictions. What the learner throws is the fit's outcome. */
export async function fitAndPredict(paradigm: Paradigm, job: FitWork): Promise<FitJobResult> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const failed = (failure: FitFailure): FitJobResult => ({ status: 'failed', ...failure, seconds: seconds() });
  try {
    const bytes = bytesOf(paradigm, job);
    if (bytes > job.maxBytes) {
      const reason = `it needs about ${megabytes(bytes)} MB, a fit may need ${megabytes(job.maxBytes)} MB`;
      return failed({ code: 'memory', reason });
    }
    const output = await fit(paradigm, job);
    const predictions = job.valid && (await paradigm.predict(output.model, matrixOf(job.valid)));
    if (predictions?.some((value) => !Number.isFinite(value))) return failed(NOT_FINITE);
    return {
      status: 'completed',
      predictions: predictions && encodePredictions(predictions, job.classes),
      importances: encodeImportances(output.importances),
      effort: output.effort,
      model: job.fit.keepModel ? encodeModel(output.model) : null,
      version: output.model.version,
      seconds: seconds(),
    };
  } catch (error) {
    return failed(failureOf(error));
  }
}

/** @returns an Arrow file */
export async function predictWith(
  paradigm: Paradigm,
  { classes, model, matrix }: Pick<PredictJob, 'classes' | 'model' | 'matrix'>,
): Promise<Uint8Array> {
  return encodePredictions(await paradigm.predict(decodeModel(model), matrixOf(matrix)), classes);
}

function bytesOf(paradigm: Paradigm, { task, classes, fit, train, valid }: FitWork): number {
  const shape = { task, classes, rows: train.rows, columns: Math.max(1, train.columns) };
  const { bytes } = paradigm.cost(shape, fit.hyperparameters, fit.architecture);
  return bytes + train.data.byteLength + (valid?.data.byteLength ?? 0);
}

async function fit(paradigm: Paradigm, { task, classes, train, fit }: FitWork): Promise<FitOutput> {
  const { hyperparameters, architecture, seed, effort } = fit;
  return paradigm.fit({
    x: matrixOf(train),
    y: new Float64Array(train.y!).slice(),
    weights: null,
    groups: train.groups,
    task,
    classes,
    hyperparameters,
    architecture,
    seed,
    effort,
  });
}

/** A copy: whatever a learner does to its matrix, other fits find theirs as it was. */
function matrixOf({ rows, columns, data, names, source }: SharedMatrix): Matrix {
  return { rows, columns, data: new Float64Array(data).slice(), names, source };
}
