import type { FitReply, FitPredictRequest, FitSpec } from '../../contracts/module/fit-predict.js';
import type { Store } from '../../storage/store.js';
import { allEnded } from '../threads/all-ended.js';
import { endOf } from '../threads/search-end.js';
import { Fitter, type FitFailure, type FitLimits, type FitTools } from '../fit/fitter.js';
import type { FitJob, FitJobResult } from './fit-job.js';
import type { KeptReplies } from './kept-replies.js';
import type { ServedParadigm } from './served.js';
import type { SharedMatrices } from './shared-matrices.js';

/** The threads that train served paradigms in a process, by `fitServed` and `predictServed`. */
export interface ServingTools extends FitTools {
  store: Store;
  matrices: SharedMatrices;
  /** Bytes that one fit may need, by its paradigm's estimate. */
  maxBytes: number;
}

/** One attempt at the fits of a call. */
export interface FitCall {
  /** Those of earlier attempts, and of this one. */
  replies: KeptReplies;
  /** Number of earlier attempts: their workers may have been lost. */
  lost: number;
  /** Aborts when the results are not needed any more. */
  cancelled: AbortSignal;
  /** Called after each fit. */
  onReply: () => void;
}

/**
 * All fits of a call, in order. One that fails does not end the others: they may be of other trials.
 *
 * @throws Error if the store or the module fails; the reason of `cancelled`. All fits have ended before.
 */
export async function fitAll(
  tools: ServingTools,
  served: ServedParadigm,
  request: FitPredictRequest,
  { replies, lost, cancelled, onReply }: FitCall,
): Promise<FitReply[]> {
  const stop = new AbortController();
  const limits = {
    seconds: request.fitSeconds,
    lost,
    cancelled: AbortSignal.any([cancelled, stop.signal]),
    ended: endOf(request.secondsLeft),
  };
  const fit = async (spec: FitSpec, index: number): Promise<FitReply> => {
    const known = replies.get(index);
    if (known) return known;
    const reply = await fitOne(tools, served, request, spec, limits);
    replies.keep(index, reply);
    onReply();
    return reply;
  };
  return allEnded(
    request.fits.map((spec, i) =>
      fit(spec, i).catch((error: unknown) => {
        stop.abort(error);
        throw stop.signal.reason;
      }),
    ),
  );
}

/**
 * Runs one fit under its limits and puts its results into the store.
 *
 * @throws Error if the store or the module fails; the reason of `cancelled`
 */
async function fitOne(
  tools: ServingTools,
  served: ServedParadigm,
  request: Pick<FitPredictRequest, 'task' | 'classes'>,
  spec: FitSpec,
  limits: Omit<FitLimits, 'bytes'>,
): Promise<FitReply> {
  if (limits.ended?.aborted) return failed({ code: 'timed-out', reason: "the search's time had ended" }, 0);
  const job = await jobOf(tools, served, request, spec);
  const fitter = new Fitter(tools, { ...limits, bytes: bytesOf(job) });
  try {
    const result = (await fitter.run<FitJobResult>(job))!;
    if (result.status === 'completed') return await keep(tools, served, result);
    if ('thrown' in result) throw result.thrown;
    return failed(result, 'seconds' in result ? result.seconds : fitter.seconds);
  } finally {
    fitter.close();
  }
}

async function jobOf(
  { matrices, maxBytes }: ServingTools,
  { id, module }: ServedParadigm,
  { task, classes }: Pick<FitPredictRequest, 'task' | 'classes'>,
  { train, valid, ...fit }: FitSpec,
): Promise<FitJob> {
  const [trained, judged] = await Promise.all([matrices.get(train), valid === null ? null : matrices.get(valid)]);
  if (trained.y === null) throw new Error(`the matrix ${train} has no column y to learn from`);
  return { kind: 'fit', module, paradigm: id, task, classes, fit, train: trained, valid: judged, maxBytes };
}

/** Memory of its matrices and a copy of them. */
function bytesOf({ train, valid }: FitJob): number {
  return 2 * (train.data.byteLength + (valid?.data.byteLength ?? 0));
}

async function keep(
  { store: { artifacts } }: ServingTools,
  { id, builtIn }: ServedParadigm,
  result: Extract<FitJobResult, { status: 'completed' }>,
): Promise<FitReply> {
  const put = (bytes: Uint8Array | null): Promise<string> | null => bytes && artifacts.put(bytes);
  const [predictions, importances, model] = await Promise.all([
    put(result.predictions),
    artifacts.put(result.importances),
    put(result.model),
  ]);
  const { effort, seconds, version } = result;
  const exported = builtIn && model !== null ? { paradigm: id, version, ref: model } : null;
  return { status: 'completed', predictions, importances, effort, model, exported, seconds };
}

type FailedReply = Extract<FitReply, { status: 'failed' }>;
const CODES: readonly string[] = ['memory', 'not-finite', 'timed-out'] satisfies FailedReply['code'][];

/** The failure in the form of the contract, which does not distinguish a crashed process from other errors. */
function failed({ code, reason }: Pick<FitFailure, 'code' | 'reason'>, seconds: number): FitReply {
  const known = CODES.includes(code) ? (code as FailedReply['code']) : 'error';
  return { status: 'failed', code: known, reason: reason.slice(0, 300), seconds };
}
