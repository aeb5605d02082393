import type { Tf } from '../../../learning/tensorflow/backend.js';
import { Trainer, meanLoss, type Examples, type TrainedNetwork, type TrainingPlan } from './train.js';

/** Share of the planned epochs without a better loss after which training stops. */
const PATIENCE = 0.25;

const DIVERGED = 'training diverged: its loss is not finite';

export interface Trained {
  network: TrainedNetwork;
  /** Epochs that the network was trained for. */
  epochs: number;
}

/**
 * Trains for the epochs that `plan.effort` says; without it, for at most `maxEpochs`, and takes the network of the epoch
 * with the least loss on `stop` (Prechelt, Early stopping, 1998).
 *
 * @param stop examples kept aside; may be empty, then all epochs are run
 * @throws Error where training diverges
 */
export function trainNetwork(tf: Tf, plan: TrainingPlan, examples: Examples, stop: Examples): Trained {
  const trainer = new Trainer(tf, plan, examples);
  const { maxEpochs } = plan.settings;
  const planned = Math.max(maxEpochs, plan.effort ?? 0);
  const exact = plan.effort ?? (stop.y.length === 0 ? maxEpochs : null);
  if (exact !== null) {
    for (let epoch = 0; epoch < exact; epoch++) trainer.epoch(epoch, planned);
    const network = trainer.network();
    if (!network.parameters.every(Number.isFinite)) throw new Error(DIVERGED);
    return { network, epochs: exact };
  }
  let best: Trained | null = null;
  let least = Infinity;
  for (let epoch = 0; epoch < maxEpochs; epoch++) {
    trainer.epoch(epoch, planned);
    const network = trainer.network();
    const loss = meanLoss(tf, network, stop);
    if (loss < least) {
      least = loss;
      best = { network, epochs: epoch + 1 };
    } else if (best && epoch + 1 - best.epochs >= PATIENCE * maxEpochs) break;
  }
  if (!best) throw new Error(DIVERGED);
  return best;
}
