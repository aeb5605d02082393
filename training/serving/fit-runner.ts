import type { FitReply, FitPredictRequest, FitSpec } from '../../contracts/module/fit-predict.js';
import type { Store } from '../../storage/store.js';
import type { MemoryGate } from '../threads/memory-gate.js';
import { FitClock } from '../threads/fit-clock.js';
import type { MemoryWatch } from '../threads/memory-watch.js';
import { ProcessCrashed, type OwnProcess } from '../threads/own-process.js';
import { ThreadLost, type ThreadPool } from '../threads/thread-pool.js';
import type { FitJob, FitJobResult } from './fit-job.js';
import type { ServedParadigm } from './served.js';
import type { SharedMatrices } from './shared-matrices.js';

/** What trains served paradigms in a process. */
export interface FitTools {
  store: Store;
  /** Threads that run `runFit` and `runPredict`. */
  pool: ThreadPool;
  /** Processes that run the same, for what may take them down. */
  ownProcess: OwnProcess;
  memory: MemoryWatch;
  gate: MemoryGate;
  matrices: SharedMatrices;
  /** Bytes that one fit may need, by its paradigm's estimate. */
  maxBytes: number;
}

/** What ends a fit from outside. */
export interface FitLimits {
  fitSeconds: number;
  /** The activity was cancelled, or another of its fits made it fail. */
  cancelled: AbortSignal;
  /** The search's time ended. */
  ended: AbortSignal;
}

/** Why a fit was stopped, where it was not cancelled. */
type Stopped = Extract<FitReply, { status: 'failed' }>['code'];

/**
 * One fit in a thread, under its limits, its results put into the store.
 *
 * @param apart in a process of its own, rather than in a thread
 * @throws Error where the store or the module fails; AbortError once cancelled
 */
export async function fitInThread(
  tools: FitTools,
  served: ServedParadigm,
  request: Pick<FitPredictRequest, 'task' | 'classes'>,
  spec: FitSpec,
  limits: FitLimits,
  apart: boolean,
): Promise<FitReply> {
  const { fitSeconds, cancelled, ended } = limits;
  if (ended.aborted) return failed('timed-out', "the search's time had ended", 0);
  const job = await jobOf(tools, served, request, spec);
  const clock = new FitClock(tools.memory, bytesOf(job), fitSeconds);
  const signal = AbortSignal.any([cancelled, ended, clock.signal]);
  try {
    const fit = (): Promise<FitJobResult> => execute(tools, job, signal, clock, apart);
    return await keep(tools, served, await tools.gate.run(bytesOf(job), signal, fit));
  } catch (error) {
    cancelled.throwIfAborted();
    if (clock.stopped) return failed(...clock.stopped, clock.seconds);
    if (ended.aborted) return failed('timed-out', "the search's time ended", clock.seconds);
    return failed(...ofLearner(error as NodeJS.ErrnoException), clock.seconds);
  } finally {
    clock.stop();
  }
}

async function jobOf(
  { matrices, maxBytes }: FitTools,
  { id, module }: ServedParadigm,
  { task, classes }: Pick<FitPredictRequest, 'task' | 'classes'>,
  { train, valid, ...fit }: FitSpec,
): Promise<FitJob> {
  const [trained, judged] = await Promise.all([matrices.get(train), valid === null ? null : matrices.get(valid)]);
  if (trained.y === null) throw new Error(`the matrix ${train} has no column y to learn from`);
  return { kind: 'fit', module, paradigm: id, task, classes, fit, train: trained, valid: judged, maxBytes };
}

/** Its matrices and a copy of them. */
function bytesOf({ train, valid }: FitJob): number {
  return 2 * (train.data.byteLength + (valid?.data.byteLength ?? 0));
}

/** In a thread, and where that ends without an answer in a process of its own: it may be the cause. */
async function execute(
  { pool, ownProcess }: FitTools,
  job: FitJob,
  signal: AbortSignal,
  clock: FitClock,
  apart: boolean,
): Promise<FitJobResult> {
  const onStart = (): void => clock.begin();
  if (!apart) {
    try {
      return await pool.run<FitJobResult>(job, signal, onStart);
    } catch (error) {
      if (!(error instanceof ThreadLost) || signal.aborted) throw error;
    }
  }
  return ownProcess.run<FitJobResult>(job, signal, onStart);
}

async function keep(
  { store: { artifacts } }: FitTools,
  { id, builtIn }: ServedParadigm,
  result: FitJobResult,
): Promise<FitReply> {
  if (result.status === 'failed') return result;
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

/** @throws the error where it is none of the learner's */
function ofLearner(error: NodeJS.ErrnoException): [Stopped, string] {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return ['memory', error.message];
  if (error instanceof ProcessCrashed) return ['error', error.message];
  throw error;
}

function failed(code: Stopped, reason: string, seconds: number): FitReply {
  return { status: 'failed', code, reason: reason.slice(0, 300), seconds };
}
