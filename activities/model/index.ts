import {
  deliverRequestSchema,
  trainRequestSchema,
  type FailedFit,
  type TrialActivities,
} from '../../contracts/search/trial-activities.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { Span } from '../../contracts/span.js';
import type { LoadedSearch } from '../../training/data/search-loader.js';
import type { Matrices } from '../../training/fit/matrices.js';
import { deliverModel } from '../../training/model/deliver-model.js';
import type { DeliveryDependencies } from '../../training/model/delivery.js';
import type { FinalFitTools } from '../../training/model/final-fits.js';
import { FitFailed } from '../../training/model/fit-failed.js';
import { prepareModel } from '../../training/model/prepare-model.js';
import { trainModel } from '../../training/model/train-model.js';
import { FILE_PATIENCE, withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { startSpan } from '../runtime/span.js';

export interface ModelDependencies extends DeliveryDependencies, FinalFitTools {
  load: (contextRef: ArtifactRef) => Promise<LoadedSearch>;
  matrices: Matrices;
}

/** The activities that make the model of a trial: it is fitted by a trial worker, or by its paradigm's team. */
export function createModelActivities(
  deps: ModelDependencies,
): Pick<TrialActivities, 'trainModel' | 'prepareModel' | 'deliverModel'> {
  const { load } = deps;
  return {
    trainModel: (argument) =>
      fitting(async (run) => {
        const request = trainRequestSchema.parse(argument);
        return trainModel(deps, await load(request.contextRef), request, run);
      }),
    prepareModel: (argument) =>
      fitting(async (run) => {
        const request = trainRequestSchema.parse(argument);
        return prepareModel(deps, await load(request.contextRef), request, run);
      }),
    deliverModel: (argument) =>
      fitting(async (run) => {
        const request = deliverRequestSchema.parse(argument);
        return deliverModel({ ...deps, ...run }, await load(request.contextRef), request, run.lost);
      }),
  };
}

/** An attempt at one of them. */
interface Run {
  cancelled: AbortSignal;
  /** Number of earlier attempts whose workers were lost. */
  lost: number;
  /** See AnswerReader. */
  patient: boolean;
}

/**
 * Runs an activity's body; a fit that fails, and would fail again, becomes its reply, so that the next best can be
 * fitted.
 */
function fitting<Reply extends object>(
  body: (run: Run) => Promise<Reply>,
): Promise<(Reply & { span: Span }) | FailedFit> {
  const span = startSpan();
  return heartbeating(({ cancellationSignal: cancelled, info }, lost) =>
    withUserErrors(async () => {
      try {
        return { ...(await body({ cancelled, lost, patient: info.attempt < FILE_PATIENCE })), span: span() };
      } catch (error) {
        if (!(error instanceof FitFailed)) throw error;
        return { failed: { code: error.code, reason: error.message.slice(0, LONGEST_REASON) }, span: span() };
      }
    }),
  );
}

const LONGEST_REASON = 300;
