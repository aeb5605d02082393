import type { Tf } from '../../../../learning/tensorflow/operations.js';
import { createRandom, type Random } from '../../../../random/index.js';
import type { FitInput } from '../../../../training/paradigm/paradigm.js';
import { checkpointOf, courseOf } from './checkpoint.js';
import { trainNetwork, type NetworkCheckpoints, type Trained } from './early-stopping.js';
import { examplesAt, type Examples } from './examples.js';
import { layoutOf } from '../network/layout.js';
import { splitForStopping, type Split } from './split.js';
import type { TrainingPlan } from './plan.js';

/**
 * Trains one network after the other, each on its own rows, with one random generator. Continues from the last
 * checkpoint.
 *
 * @param examples all rows; those without weight are not used
 * @throws Error where training diverges
 */
export function trainMembers(
  tf: Tf,
  { classes, groups, effort, seed, onProgress, checkpoints }: FitInput,
  plan: Omit<TrainingPlan, 'random' | 'effort'>,
  examples: Examples,
): Trained[] {
  const { members } = plan.settings;
  const random = createRandom(seed);
  const layout = layoutOf(plan.architecture, examples.inputs, plan.outputs);
  const course = courseOf(checkpoints?.last, layout, members);
  if (course) random.restore(course.memberRandom);
  const trained = [...(course?.finished ?? [])];
  for (let member = trained.length; member < members; member++) {
    const memberRandom = random.state();
    const { train, stop } = rowsFor(examples, { classes, groups, effort }, random);
    const report = (done: number): void => onProgress?.((member + done) / members);
    const keeping: NetworkCheckpoints | undefined = checkpoints && {
      last: member === course?.finished.length ? course.member : null,
      due: () => checkpoints.due(),
      save: (at) => checkpoints.save(checkpointOf({ finished: trained, memberRandom, member: at })),
    };
    const own: TrainingPlan = { ...plan, effort, random, onProgress: report };
    trained.push(trainNetwork(tf, own, examplesAt(examples, train), examplesAt(examples, stop), keeping));
  }
  return trained;
}

/** The training and validation rows of a network, without rows of weight 0. */
function rowsFor(
  { y, weights }: Examples,
  { classes, groups, effort }: Pick<FitInput, 'classes' | 'groups' | 'effort'>,
  random: Random,
): Split {
  const used = Int32Array.from(y.keys()).filter((r) => weights[r] > 0);
  return effort === null
    ? splitForStopping(used, { y, classes, groups }, random)
    : { train: used, stop: new Int32Array(0) };
}
