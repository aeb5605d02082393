import type { AdvanceInput, AdvanceOutput } from '../../../contracts/module/axis.js';
import { withColumns, type Candidate, type CandidateColumns } from '../../../contracts/candidate/candidate.js';
import type { Trial } from '../../../contracts/candidate/trial.js';
import { setToKeep, smallestWithinOneError } from '../../../optimizers/elimination/one-standard-error.js';
import { isSettled, sizesToTry } from '../../../optimizers/elimination/schedule.js';
import { mostImportant, probeCandidate, rankRound, returningSet, writeRanking, type FoldRanking } from './rank.js';
import { sizeOf, type FeaturesState, type Round } from './state.js';

/** Sets to try in one step. */
const BATCH = 3;
/** Trials after which a path ends. */
const MOST_TRIALS = 16;
/** Incomplete trials after which it ends. */
const MOST_FAILURES = 3;

/**
 * One step of the elimination, on a path that contains the incumbent. It continues from the smallest set that is as
 * good as the best by the one-standard-error rule; for the recommended set see `setToKeep`. Scores of sets selected by
 * models are comparable with others, because each fold has its own selection (`foldFeatures`).
 */
export function eliminate(state: FeaturesState, base: Candidate, input: AdvanceInput, incumbent: Trial): AdvanceOutput {
  const { context, trials, elite } = input;
  const { metric } = context;
  const good = smallestWithinOneError(metric, state.path, context.plan.validationRows);
  const chosen = setToKeep(metric, state.path, context.plan.validationRows);
  const choice = chosen.key === incumbent.key ? null : chosen.key;
  const floor = largestBelow(state, good);
  const left = trialsLeft(state, input);
  const back = left > 0 && state.path.length === 1 ? returningSet(state, good, context, elite) : null;
  const reason = back ? null : reasonToEnd(state, good, floor, left);
  if (reason) return ended(state, chosen, choice, reason);
  const ranking = rankRound(state, good, elite, [incumbent, ...trials]);
  if (!ranking) {
    if (state.probed) return ended(state, chosen, choice, 'no model tells columns apart');
    return { ...probe(state, good, input), choice };
  }
  const smaller = sizesToTry(good.size, floor, ranking.used, Math.min(batch(state), left - (back ? 1 : 0)));
  if (smaller.length === 0 && !back) return ended(state, chosen, choice, 'fewer score worse');
  return { ...propose(state, base, good, ranking, smaller, back), choice };
}

/** Fewer if earlier paths did not change the columns: they are about right then. */
function batch({ quiet, path }: FeaturesState): number {
  return path.length === 1 ? Math.max(1, BATCH - quiet) : BATCH;
}

/** The largest tried size below that of the smallest good set: too few columns; 0 for none. */
function largestBelow({ path, failed }: FeaturesState, good: Round): number {
  return Math.max(0, ...[...path.map(({ size }) => size), ...failed].filter((size) => size < good.size));
}

function trialsLeft({ path, failed }: FeaturesState, input: AdvanceInput): number {
  const tried = path.length - 1 + failed.length;
  return Math.min(MOST_TRIALS - tried, input.trialsNow ?? Infinity);
}

function reasonToEnd(state: FeaturesState, good: Round, floor: number, left: number): string | null {
  if (good.size === 1) return 'there is none to drop';
  if (state.failed.length >= MOST_FAILURES) return 'smaller sets could not be evaluated';
  const worse = state.path.filter(({ size }) => size < good.size).length;
  if (isSettled(good.size, floor, worse)) return `fewer than ${good.size} score worse`;
  return left <= 0 ? 'its trials are spent' : null;
}

type Step = Omit<AdvanceOutput, 'choice'>;

function propose(
  state: FeaturesState,
  base: Candidate,
  good: Round,
  ranking: FoldRanking,
  sizes: readonly number[],
  back: CandidateColumns | null,
): Step {
  const smaller = sizes.map((size) => mostImportant(ranking, size));
  const asked = back === null ? smaller : [...smaller, back];
  const dropping = sizes.length === 0 ? [] : [`the ${sizes.join(', ')} most important of ${good.size} columns`];
  const returning = back === null ? [] : [`${sizeOf(back)} with columns that were dropped before`];
  return {
    state: { ...state, ranking: writeRanking(good.key, ranking), asked },
    candidates: asked.map((columns) => withColumns(base, columns)),
    converged: false,
    note: `Tries ${[...dropping, ...returning].join(', and ')}.`,
  };
}

function probe(state: FeaturesState, good: Round, { context }: AdvanceInput): Step {
  const candidate = probeCandidate(context, good.columns);
  const note = `Trains ${candidate.paradigm} at its defaults, to rank ${good.size} columns by its importances: the best model gives none.`;
  return { state: { ...state, probed: true }, candidates: [candidate], converged: false, note };
}

function ended(state: FeaturesState, chosen: Round, choice: string | null, reason: string): AdvanceOutput {
  const all = state.path[0].size;
  const kept = chosen.size === all ? `Keeps all ${all} columns` : `Chooses ${chosen.size} of ${all} columns`;
  return { state, candidates: [], converged: true, choice, note: `${kept}: ${reason}.` };
}
