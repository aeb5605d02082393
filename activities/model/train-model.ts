import { trainRequestSchema, type TrainReply, type TrainRequest } from '../../contracts/search/activities.js';
import { withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { startSpan } from '../runtime/span.js';
import {
  deliveryReply,
  describeModel,
  failedFit,
  modelFolder,
  trialToDeliver,
  type Delivery,
  type DeliveryDependencies,
} from '../../training/model/delivery.js';
import { fitBoth, type FinalFits } from '../../training/model/final-fits.js';
import { writeModel } from '../../training/model/model-folder.js';

export interface TrainDependencies extends DeliveryDependencies, FinalFits {}

/**
 * The activity `trainModel`: reads the holdout score once, and delivers a model that was fitted on all rows; or says why
 * such a fit fails. It throws only for what may pass: the store, the system.
 */
export function createTrainModel(deps: TrainDependencies) {
  return async function trainModel(argument: TrainRequest): Promise<TrainReply> {
    const span = startSpan();
    const request = trainRequestSchema.parse(argument);
    const { store } = deps;
    return heartbeating(({ cancellationSignal: cancelled }, lost) =>
      withUserErrors(() =>
        failedFit(span, async () => {
          const search = await deps.load(request.contextRef);
          const { record, outcome } = await trialToDeliver(store, request.key);
          const limits = { trialSeconds: request.trialSeconds, cancelled, lost };
          const [judged, delivered] = await fitBoth(deps, search, record, outcome, limits);
          const delivery: Delivery = { ...delivered, record, holdout: judged.holdout };
          const model = await modelFolder(store, request.searchId);
          await writeModel(model, await describeModel(deps, search, request, delivery), delivered.model);
          await store.checkpoints.remove(request.key);
          return {
            ...(await deliveryReply(store, search, { searchId: request.searchId, model }, delivery)),
            span: span(),
          };
        }),
      ),
    );
  };
}
