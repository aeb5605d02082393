import { CancelledFailure, Context } from '@temporalio/activity';
import {
  describeParadigmRequestSchema,
  fitPredictRequestSchema,
  PARADIGM_CONTRACTS,
  predictRequestSchema,
  type FitPredictReply,
  type FitPredictRequest,
  type ParadigmActivities,
} from '../../contracts/module/fit-predict.js';
import type { ModuleBuild } from '../../contracts/module/module.js';
import { HEARTBEAT_MS, heartbeating } from '../runtime/heartbeat.js';
import { parseRequest, refusedRequest } from '../runtime/request.js';
import { startSpan } from '../runtime/span.js';
import type { PredictJob } from '../../training/serving/fit-job.js';
import { fitAll, type ServingTools } from '../../training/serving/fit-runner.js';
import { KeptReplies } from '../../training/serving/kept-replies.js';
import type { ServedParadigm } from '../../training/serving/served.js';

/** The activities of paradigms that a worker serves on their own queue, see contracts/module/fit-predict.ts. */
export function createParadigmActivities(
  served: readonly ServedParadigm[],
  tools: ServingTools,
  build: ModuleBuild,
): ParadigmActivities {
  return {
    async describeParadigm(argument) {
      const { paradigm: id, shape } = parseRequest('describeParadigm', describeParadigmRequestSchema, argument);
      const { paradigm } = find(served, id);
      const backend = (await paradigm.backend?.()) ?? 'js';
      return { contracts: PARADIGM_CONTRACTS, description: paradigm.describe(shape), backend, ...build };
    },

    fitPredict(argument) {
      const request = parseRequest('fitPredict', fitPredictRequestSchema, argument);
      return fitPredict(tools, find(served, request.paradigm), request);
    },

    predictWithModel(argument) {
      const request = parseRequest('predictWithModel', predictRequestSchema, argument);
      const { id, module } = find(served, request.paradigm);
      const { task, classes } = request;
      const { store, pool, matrices } = tools;
      return heartbeating(async ({ cancellationSignal }) => {
        const [model, matrix] = await Promise.all([store.artifacts.get(request.model), matrices.get(request.matrix)]);
        const job: PredictJob = { kind: 'predict', module, paradigm: id, task, classes, model, matrix };
        return { predictions: await store.artifacts.put(await pool.run<Uint8Array>(job, cancellationSignal)) };
      });
    },
  };
}

async function fitPredict(
  tools: ServingTools,
  served: ServedParadigm,
  request: FitPredictRequest,
): Promise<FitPredictReply> {
  const span = startSpan();
  const activity = Context.current();
  const replies = new KeptReplies(tools.store.artifacts);
  await replies.takeUp(activity.info.heartbeatDetails);
  const tell = (): void => activity.heartbeat(replies.details());
  const beat = setInterval(tell, HEARTBEAT_MS);
  const { attempt } = activity.info;
  const call = { replies, lost: attempt - 1, cancelled: activity.cancellationSignal, onReply: tell };
  try {
    return { fits: await fitAll(tools, served, request, call), span: span() };
  } catch (error) {
    if (activity.cancellationSignal.aborted) throw new CancelledFailure('the fits were cancelled');
    throw error;
  } finally {
    clearInterval(beat);
  }
}

function find(served: readonly ServedParadigm[], id: string): ServedParadigm {
  const found = served.find((one) => one.id === id);
  if (found) return found;
  throw refusedRequest(`this worker has no paradigm ${id}; it has ${served.map((one) => one.id).join(', ')}`);
}
