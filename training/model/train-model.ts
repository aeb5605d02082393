import type { DeliveredModel, TrainRequest } from '../../contracts/search/trial-activities.js';
import type { LoadedSearch } from '../data/search-loader.js';
import { deliver, trialToDeliver, type DeliveryDependencies } from './delivery.js';
import { fitBoth, type FinalFitTools, type FinalLimits } from './final-fits.js';
import { writeModel } from './model-folder.js';

/**
 * Computes the holdout score, and delivers a model that was fitted on all rows.
 *
 * @throws FitFailed if a fit fails; Error for temporary errors of the store or the system
 */
export async function trainModel(
  deps: DeliveryDependencies & FinalFitTools,
  search: LoadedSearch,
  request: TrainRequest,
  limits: Pick<FinalLimits, 'cancelled' | 'lost'>,
): Promise<Omit<DeliveredModel, 'span'>> {
  const { store } = deps;
  const { record, outcome } = await trialToDeliver(store, request.key);
  const { trialSeconds } = request;
  const [judged, delivered] = await fitBoth(deps, search, record, outcome, { trialSeconds, ...limits });
  const { data, fitted } = delivered.model!;
  const delivery = { record, fitted, delivered, holdout: judged.judged };
  const write = (folder: string, description: Parameters<typeof writeModel>[1]): Promise<void> =>
    writeModel(folder, description, data);
  const reply = await deliver(deps, search, request, delivery, write);
  await store.checkpoints.remove(request.key);
  return { ...reply, warnings: [] };
}
