import type { Tf } from '../../../../learning/tensorflow/operations.js';
import type { Examples } from './examples.js';
import { meanLoss } from './mean-loss.js';
import type { TrainedNetwork, TrainingPlan, TrainingState } from './plan.js';
import { Trainer } from './train.js';

/** Share of the planned epochs without a better loss after which training stops. */
const PATIENCE = 0.25;

const DIVERGED = 'training diverged: its loss is not finite';

export interface Trained {
  network: TrainedNetwork;
  /** Epochs that the network was trained for. */
  epochs: number;
  /** All epochs that were run, including those after the best. */
  run: number;
}

/** The state of the training of one network between two steps. */
export interface NetworkCourse {
  training: TrainingState;
  /** The network of the least loss so far; null before the first epoch's end, and without early stopping. */
  best: Best | null;
  /** Whole epochs done. */
  epochs: number;
}

export interface Best {
  network: TrainedNetwork;
  epochs: number;
  loss: number;
}

/** Like the checkpoints of a fit, for one network. */
export interface NetworkCheckpoints {
  readonly last: NetworkCourse | null;
  due(): boolean;
  save(course: NetworkCourse): void;
}

/**
 * Trains for `plan.effort` epochs; if it is null, for at most `maxEpochs`, and returns the network of the epoch with
 * the least loss on `stop` (Prechelt, Early stopping, 1998).
 *
 * @param stop validation examples; if empty, all epochs are run
 * @throws Error where training diverges
 */
export function trainNetwork(
  tf: Tf,
  plan: TrainingPlan,
  examples: Examples,
  stop: Examples,
  checkpoints?: NetworkCheckpoints,
): Trained {
  const trainer = new Trainer(tf, plan, examples);
  if (checkpoints?.last) trainer.restore(checkpoints.last.training);
  const { maxEpochs } = plan.settings;
  const exact = plan.effort ?? (stop.y.length === 0 ? maxEpochs : null);
  if (exact === null) return trainUntilBest(tf, plan, trainer, stop, checkpoints);
  const planned = Math.max(maxEpochs, plan.effort ?? 0);
  for (let epoch = trainer.current; epoch < exact; epoch++)
    trainer.epoch(epoch, planned, () => keep(trainer, null, checkpoints));
  const network = trainer.network();
  if (!network.parameters.every(Number.isFinite)) throw new Error(DIVERGED);
  return { network, epochs: exact, run: exact };
}

function trainUntilBest(
  tf: Tf,
  { settings: { maxEpochs } }: TrainingPlan,
  trainer: Trainer,
  stop: Examples,
  checkpoints?: NetworkCheckpoints,
): Trained {
  let best: Best | null = checkpoints?.last?.best ?? null;
  for (let epoch = trainer.current; epoch < maxEpochs; epoch++) {
    trainer.epoch(epoch, maxEpochs, () => keep(trainer, best, checkpoints));
    const network = trainer.network();
    const loss = meanLoss(tf, network, stop);
    if (loss < (best?.loss ?? Infinity)) best = { network, epochs: epoch + 1, loss };
    else if (best && epoch + 1 - best.epochs >= PATIENCE * maxEpochs) break;
  }
  if (!best) throw new Error(DIVERGED);
  return { network: best.network, epochs: best.epochs, run: trainer.epochs };
}

function keep(trainer: Trainer, best: Best | null, checkpoints?: NetworkCheckpoints): void {
  if (checkpoints?.due()) checkpoints.save({ training: trainer.state, best, epochs: trainer.epochs });
}
