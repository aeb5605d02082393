import type { DefinedParadigm } from '../../training/paradigm/define-paradigm.js';
import type { Paradigm } from '../../training/paradigm/paradigm.js';
import { startSpan } from '../../activities/runtime/span.js';
import { fitServed, predictServed } from '../../training/serving/served-fit.js';
import { sharedMatrix } from '../../training/serving/shared-matrices.js';
import {
  describeParadigmRequestSchema,
  fitPredictRequestSchema,
  PARADIGM_CONTRACTS,
  predictRequestSchema,
  type DescribeParadigmReply,
  type FitPredictReply,
  type FitPredictRequest,
  type FitReply,
  type FitSpec,
  type PredictReply,
} from '../../contracts/module/fit-predict.js';
import { issuesText } from '../../contracts/issues.js';
import type { z } from 'zod';
import { MemoryArtifacts, type Artifacts } from '../check/artifacts.js';
import { Refused } from '../check/check.js';
import { throughJson } from '../check/json.js';

/**
 * A paradigm under test: the activities of its contract (contracts/module/fit-predict.ts), in any language and process.
 * Arguments and results are JSON; the checks validate the results.
 */
export interface ParadigmUnderTest {
  readonly id: string;
  /** Artifacts with matrices and answers. */
  readonly artifacts: Artifacts;
  /**
   * The activity `describeParadigm`.
   *
   * @param request a DescribeParadigmRequest, or an invalid one
   * @throws Refused for a failure that is not retried; another Error for any other failure
   */
  readonly describe: (request: unknown) => Promise<unknown>;
  /**
   * The activity `fitPredict`.
   *
   * @param request a FitPredictRequest, or an invalid one
   * @param signal cancels it
   * @throws as `describe`; any Error once it is cancelled
   */
  readonly fitPredict: (request: unknown, signal?: AbortSignal) => Promise<unknown>;
  /** The activity `predictWithModel`, with a PredictRequest; else as `fitPredict`. */
  readonly predict: (request: unknown, signal?: AbortSignal) => Promise<unknown>;
  /** Restarts its process, if the caller of the checks can do so. */
  readonly restart?: () => Promise<void>;
}

/** A paradigm in this process, called as by a worker. */
export function paradigmInProcess(paradigm: DefinedParadigm): ParadigmUnderTest;
export function paradigmInProcess(paradigm: Paradigm, id: string): ParadigmUnderTest;
export function paradigmInProcess(paradigm: Paradigm & { id?: string }, id: string = paradigm.id!): ParadigmUnderTest {
  const artifacts = new MemoryArtifacts();
  const parse = <Request extends { paradigm: string }>(schema: z.ZodType<Request>, argument: unknown): Request => {
    const parsed = schema.safeParse(throughJson(argument ?? null));
    if (!parsed.success) throw new Refused(`the request cannot be read: ${issuesText(parsed.error)}`);
    if (parsed.data.paradigm !== id) throw new Refused(`this is ${id}, not ${parsed.data.paradigm}`);
    return parsed.data;
  };
  return {
    id,
    artifacts,
    async describe(argument): Promise<DescribeParadigmReply> {
      const { shape } = parse(describeParadigmRequestSchema, argument);
      const backend = (await paradigm.backend?.()) ?? 'js';
      const description = paradigm.describe(shape);
      return throughJson({ contracts: PARADIGM_CONTRACTS, description, backend, build: null, pinnedQueue: null });
    },
    async fitPredict(argument, signal): Promise<FitPredictReply> {
      const request = parse(fitPredictRequestSchema, argument);
      const span = startSpan();
      const fits: FitReply[] = [];
      for (const spec of request.fits) {
        // A fit is synchronous code, so cancellation is checked between two fits.
        await new Promise(setImmediate);
        signal?.throwIfAborted();
        fits.push(await fitOne(paradigm, artifacts, request, spec));
      }
      return throughJson({ fits, span: span() });
    },
    async predict(argument, signal): Promise<PredictReply> {
      const { classes, model, matrix } = parse(predictRequestSchema, argument);
      signal?.throwIfAborted();
      const read = { model: await artifacts.get(model), matrix: sharedMatrix(await artifacts.get(matrix)) };
      return { predictions: await artifacts.put(await predictServed(paradigm, { classes, ...read })) };
    },
  };
}

async function fitOne(
  paradigm: Paradigm,
  artifacts: Artifacts,
  { task, classes, secondsLeft }: FitPredictRequest,
  { train, valid, ...fit }: FitSpec,
): Promise<FitReply> {
  if (secondsLeft === 0) {
    return { status: 'failed', code: 'timed-out', reason: "the search's time had ended", seconds: 0 };
  }
  const read = sharedMatrix(await artifacts.get(train));
  if (read.y === null) throw new Error(`the matrix ${train} has no column y to learn from`);
  const judged = valid === null ? null : sharedMatrix(await artifacts.get(valid));
  const work = { task, classes, fit, train: read, valid: judged, maxBytes: Infinity };
  const result = await fitServed(paradigm, work);
  if (result.status === 'failed') return result;
  const { predictions, importances, effort, model, seconds } = result;
  return {
    status: 'completed',
    predictions: predictions && (await artifacts.put(predictions)),
    importances: await artifacts.put(importances),
    effort,
    model: model && (await artifacts.put(model)),
    exported: null,
    seconds,
  };
}
