import type { Context } from '@temporalio/activity';
import { deliverRequestSchema, type DeliverRequest, type TrainReply } from '../../contracts/search/activities.js';
import type { FitReply } from '../../contracts/module/fit-predict.js';
import type { TrialRecord } from '../../contracts/candidate/trial.js';
import { withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import type { LoadedSearch } from '../../training/data/search-loader.js';
import { startSpan } from '../runtime/span.js';
import type { ThreadPool } from '../../training/threads/thread-pool.js';
import { judgeAnswers } from '../trials/judge-answers.js';
import type { JudgedAnswer } from '../../training/fit/judge-job.js';
import {
  deliveryReply,
  describeModel,
  FitFailed,
  failedFit,
  lostTooOften,
  modelFolder,
  trialToDeliver,
  type Delivery,
  type DeliveryDependencies,
} from '../../training/model/delivery.js';
import type { ExportJob, ExportResult } from '../../training/model/exported-form.js';
import { writeServedModel } from '../../training/model/model-folder.js';
import { ownerOf } from '../../training/model/predictor.js';
import { readPreparedModel, type PreparedModel } from '../../training/model/prepared-model.js';

export interface DeliverDependencies extends DeliveryDependencies {
  pool: ThreadPool;
}

type CompletedFit = Extract<FitReply, { status: 'completed' }>;

/** The activity `deliverModel`: what `trainModel` does, from the final fits of the team that serves the paradigm. */
export function createDeliverModel(deps: DeliverDependencies) {
  return async function deliverModel(argument: DeliverRequest): Promise<TrainReply> {
    const span = startSpan();
    const request = deliverRequestSchema.parse(argument);
    const { store } = deps;
    return heartbeating((activity, lost) =>
      withUserErrors(() =>
        failedFit(span, async () => {
          lostTooOften(lost);
          const search = await deps.load(request.contextRef);
          const { record } = await trialToDeliver(store, request.key);
          const prepared = await readPreparedModel(store.artifacts, request.prepared);
          const fits = request.fits.map((fit) => completedFit(request, fit));
          const [judged, delivered] = await judge(deps, search, activity, { request, prepared, fits });
          const { judged: score, rows } = judged;
          const holdout = score && { ...score, rows };
          const delivery: Delivery = { ...delivered, fitted: prepared.fitted, record, holdout };
          const folder = await modelFolder(store, request.searchId);
          const [, { model, exported }] = fits;
          if (model === null) throw noModel(request, 'module', 'it answered no model');
          const form = exported && (await tryExported(deps, search, activity, { exported, matrix: prepared.train }));
          await writeServedModel(folder, await describeModel(deps, search, request, delivery), {
            served: request.served,
            bytes: await store.artifacts.get(model),
            exported: form && 'model' in form ? form.model : null,
          });
          const reply = await deliveryReply(store, search, { searchId: request.searchId, model: folder }, delivery);
          const warnings = form && 'wrong' in form ? [leftOut(request, record, form.wrong)] : [];
          return { ...reply, warnings, span: span() };
        }),
      ),
    );
  };
}

function completedFit(request: DeliverRequest, fit: FitReply): CompletedFit {
  if (fit.status === 'completed') return fit;
  throw noModel(request, fit.code, fit.reason);
}

async function judge(
  deps: DeliverDependencies,
  search: LoadedSearch,
  activity: Context,
  of: { request: DeliverRequest; prepared: PreparedModel; fits: CompletedFit[] },
): Promise<JudgedAnswer[]> {
  const { request, prepared, fits } = of;
  const answers = (['search', 'all'] as const).map((rows, i) => ({
    rows,
    source: prepared.sources[rows],
    predictions: fits[i].predictions,
    importances: fits[i].importances,
  }));
  const judged = await judgeAnswers(deps, search, { shared: search.shared, answers, activity });
  if (Array.isArray(judged)) return judged;
  throw noModel(request, judged.code, judged.reason);
}

function tryExported(
  { store, pool }: DeliverDependencies,
  { context }: LoadedSearch,
  { cancellationSignal }: Context,
  form: Pick<ExportJob, 'exported' | 'matrix'>,
): Promise<ExportResult> {
  const job: ExportJob = { kind: 'export', store: store.root, classes: context.classes.length, ...form };
  return pool.run<ExportResult>(job, cancellationSignal);
}

function noModel({ served }: DeliverRequest, code: FitFailed['code'], reason: string): FitFailed {
  return new FitFailed(code, `${reason} (${ownerOf(served)} serves it on ${served.queue})`);
}

function leftOut({ served }: DeliverRequest, { candidate }: TrialRecord, why: string): string {
  const form = `the exported form of the ${candidate.paradigm} model was left out (${why.slice(0, 300)})`;
  return `${form}: ${ownerOf(served)} can say why; predictions are made by the team's own workers`;
}
