import type { Booster } from '../../../learning/boosting/booster.js';
import { bestRounds, type RoundSearch } from '../../../learning/boosting/rounds.js';
import { stratifiedGroupKFold, unitsOf } from '../../../learning/splits/stratified-group-k-fold.js';
import { rowsWhere } from '../../../learning/splits/folds.js';
import { createRandom } from '../../../random/index.js';
import type { FitInput } from '../../../training/paradigm/paradigm.js';
import { checkpointOf, courseOf, type Course, type CourseShape } from './checkpoint.js';
import { limitsOf } from './space.js';
import { watchingFor, type Watching } from './watching.js';

/** Makes boosters, each with its own seed, which depends on the order of calls. */
export type MakeBooster = (train: Int32Array, watched: Int32Array) => Booster;

export interface Fitted {
  booster: Booster;
  /** Number of its rounds in the model. */
  rounds: number;
}

const UNWATCHED: Watching = { parts: 1, used: 0, refit: true };

/**
 * Runs the given number of rounds on all rows; if it is not given, it is first found by early stopping. Continues from
 * the last checkpoint.
 */
export function fitRounds(input: FitInput, boosterOf: MakeBooster, shape: Omit<CourseShape, 'watching'>): Fitted {
  const { x, classes, groups, hyperparameters, effort, checkpoints } = input;
  const { rows, columns } = x;
  const watching = effort === null ? watchingFor({ rows, columns, classes }, unitsOf(groups, rows).count) : UNWATCHED;
  const course = courseOf(checkpoints?.last, { ...shape, watching });
  if (watching.used === 0) {
    const rounds = effort ?? limitsOf(hyperparameters.learningRate as number).usualRounds;
    return { booster: runOnAll(input, boosterOf, { rounds, search: null, done: 0 }, course), rounds };
  }
  const done = watching.refit ? watching.used / (watching.used + 1) : 1;
  const { search, boosters } =
    course?.phase === 'all'
      ? { search: course.search!, boosters: [] }
      : findRounds(input, boosterOf, watching, done, course);
  const rounds = search.best;
  if (!watching.refit) return { booster: boosters[0], rounds };
  return { booster: runOnAll(input, boosterOf, { rounds, search, done }, course), rounds };
}

/** @param share of the whole fit that this makes up */
function findRounds(
  { y, classes, groups, hyperparameters, seed, onProgress, checkpoints }: FitInput,
  boosterOf: MakeBooster,
  { parts, used }: Watching,
  share: number,
  course: Course | null,
): { search: RoundSearch; boosters: Booster[] } {
  const { maxRounds, patience, usualRounds } = limitsOf(hyperparameters.learningRate as number);
  const part = stratifiedGroupKFold({ y, classes, groups }, parts, createRandom(seed));
  const boosters = Array.from({ length: used }, (_, p) =>
    boosterOf(
      rowsWhere(part, (other) => other !== p),
      rowsWhere(part, (own) => own === p),
    ),
  );
  course?.boosters.forEach((state, b) => boosters[b].restore(state));
  const onRound = (search: RoundSearch): void => {
    // The number of rounds is not known: the share approaches its limit.
    onProgress?.((share * search.round) / (search.round + usualRounds));
    if (!checkpoints?.due()) return;
    const states = boosters.map(({ state }) => state);
    checkpoints.save(checkpointOf({ phase: 'watched', search, boosters: states }, search.round));
  };
  return { search: bestRounds(boosters, { maxRounds, patience, onRound }, course?.search ?? undefined), boosters };
}

interface Run {
  rounds: number;
  /** How the number of rounds was found. */
  search: RoundSearch | null;
  /** The share of the whole fit that is already done. */
  done: number;
}

function runOnAll(
  { y, onProgress, checkpoints }: FitInput,
  boosterOf: MakeBooster,
  { rounds, search, done }: Run,
  course: Course | null,
): Booster {
  const booster = boosterOf(Int32Array.from(y.keys()), new Int32Array(0));
  let round = 0;
  if (course?.phase === 'all') {
    booster.restore(course.boosters[0]);
    round = booster.rounds;
  }
  while (round < rounds) {
    booster.step();
    round++;
    onProgress?.(done + ((1 - done) * round) / rounds);
    if (!checkpoints?.due()) continue;
    const inAll = (search?.round ?? 0) + round;
    checkpoints.save(checkpointOf({ phase: 'all', search, boosters: [booster.state] }, inAll));
  }
  return booster;
}
