import type { DeliveredModel, DeliverRequest } from '../../contracts/search/trial-activities.js';
import type { FitReply } from '../../contracts/module/fit-predict.js';
import type { TrialRecord } from '../../contracts/candidate/trial.js';
import type { LoadedSearch } from '../data/search-loader.js';
import { finalFits } from '../fit/planned-fits.js';
import { judgeAnswers, type AnswerReader } from '../fit/judge-answers.js';
import { deliver, trialToDeliver, type DeliveryDependencies } from './delivery.js';
import type { ExportJob, ExportResult } from './exported-form.js';
import { FitFailed, lostTooOften } from './fit-failed.js';
import { writeServedModel } from './model-folder.js';
import { ownerOf } from './predictor.js';
import { readPreparedModel } from './prepare-model.js';

type CompletedReply = Extract<FitReply, { status: 'completed' }>;

/** As `trainModel`, with the final fits of the team that serves the paradigm. @throws as `trainModel` */
export async function deliverModel(
  deps: DeliveryDependencies & AnswerReader,
  search: LoadedSearch,
  request: DeliverRequest,
  lost: number,
): Promise<Omit<DeliveredModel, 'span'>> {
  lostTooOften(lost);
  const { store } = deps;
  const { record } = await trialToDeliver(store, request.key);
  const prepared = await readPreparedModel(store.artifacts, request.prepared);
  const fits = request.fits.map((fit) => completedFit(request, fit));
  const asked = finalFits(search, record.candidate, null);
  const judged = await judgeAnswers(
    deps,
    fits.map(({ predictions, importances }, i) => ({
      fit: asked[i],
      source: prepared.sources[i === 0 ? 'search' : 'all'],
      predictions,
      importances,
    })),
  );
  if ('code' in judged) throw noModel(request, judged.code, judged.reason);
  const { model, exported } = fits[1];
  if (model === null) throw noModel(request, 'module', 'it answered no model');
  const form = exported && (await tryExported(deps, search, { exported, matrix: prepared.train }));
  const delivery = { record, fitted: prepared.fitted, delivered: judged[1], holdout: judged[0].judged };
  const reply = await deliver(deps, search, request, delivery, async (folder, description) =>
    writeServedModel(folder, description, {
      served: request.served,
      bytes: await store.artifacts.get(model),
      exported: form && 'model' in form ? form.model : null,
    }),
  );
  return { ...reply, warnings: form && 'wrong' in form ? [leftOut(request, record, form.wrong)] : [] };
}

function completedFit(request: DeliverRequest, fit: FitReply): CompletedReply {
  if (fit.status === 'completed') return fit;
  throw noModel(request, fit.code, fit.reason);
}

function tryExported(
  { store, pool, cancelled }: AnswerReader,
  { context }: LoadedSearch,
  form: Pick<ExportJob, 'exported' | 'matrix'>,
): Promise<ExportResult> {
  const job: ExportJob = { kind: 'export', store: store.root, classes: context.classes.length, ...form };
  return pool.run<ExportResult>(job, cancelled);
}

function noModel({ served }: DeliverRequest, code: FitFailed['code'], reason: string): FitFailed {
  return new FitFailed(code, `${reason} (${ownerOf(served)} serves it on ${served.queue})`);
}

function leftOut({ served }: DeliverRequest, { candidate }: TrialRecord, why: string): string {
  const form = `the exported form of the ${candidate.paradigm} model was left out (${why.slice(0, 300)})`;
  return `${form}: ${ownerOf(served)} can say why; predictions are made by the team's own workers`;
}
