import type { AdvanceInput, AdvanceOutput } from '../../contracts/axis.js';
import type { Candidate } from '../../contracts/candidate.js';
import { encodeColumns } from '../../contracts/column-set.js';
import type { Trial } from '../../contracts/trial.js';
import { smallestAsGood } from '../../optimizers/elimination/one-standard-error.js';
import type { Ranking } from '../../optimizers/elimination/ranking.js';
import { isSettled, sizesToTry } from '../../optimizers/elimination/schedule.js';
import { probeCandidate, rankRound } from './rank.js';
import type { FeaturesState, Round } from './state.js';

/** Sets to try in one step. */
const BATCH = 3;
/** Trials after which the search for a size ends. */
const MOST_TRIALS = 16;
/** Trials that could not be completed after which it ends. */
const MOST_FAILURES = 3;

/** One step of the elimination, on a path that holds the incumbent. */
export function eliminate(state: FeaturesState, base: Candidate, input: AdvanceInput, incumbent: Trial): AdvanceOutput {
  const { context, trials } = input;
  const { metric, plan } = context;
  const good = smallestAsGood(metric, state.path, plan.validationRows);
  const choice = good.key === incumbent.key ? null : good.key;
  const floor = largestBelow(state, good);
  const reason = reasonToEnd(state, good, floor, input);
  if (reason) return ended(state, good, choice, reason);
  const ranking = rankRound(state, good, metric, [incumbent, ...trials]);
  if (!ranking)
    return state.probed ? ended(state, good, choice, 'no model tells them apart') : probe(state, good, input);
  const sizes = sizesToTry(good.size, floor, ranking.used, Math.min(BATCH, trialsLeft(state, input)));
  if (sizes.length === 0) return ended(state, good, choice, 'fewer score worse');
  return propose(state, base, good, choice, ranking, sizes);
}

/** The largest size below that of the smallest good set that was tried: too few columns, or 0 for none known. */
function largestBelow({ path, failed }: FeaturesState, good: Round): number {
  return Math.max(0, ...[...path.map(({ size }) => size), ...failed].filter((size) => size < good.size));
}

function trialsLeft({ path, failed }: FeaturesState, input: AdvanceInput): number {
  const tried = path.length - 1 + failed.length;
  return Math.min(MOST_TRIALS - tried, input.trialsLeft ?? Infinity);
}

function reasonToEnd(state: FeaturesState, good: Round, floor: number, input: AdvanceInput): string | null {
  if (good.size === 1) return 'a model needs one';
  if (state.failed.length >= MOST_FAILURES) return 'smaller sets could not be evaluated';
  const worse = state.path.filter(({ size }) => size < good.size).length;
  if (isSettled(good.size, floor, worse)) return 'fewer score worse';
  return trialsLeft(state, input) <= 0 ? 'its trials are spent' : null;
}

function propose(
  state: FeaturesState,
  base: Candidate,
  good: Round,
  choice: string | null,
  ranking: Ranking,
  sizes: readonly number[],
): AdvanceOutput {
  const asked = sizes.map((size) => encodeColumns(ranking.columns.slice(0, size)));
  return {
    state: { ...state, ranking: { ...ranking, key: good.key }, asked },
    candidates: asked.map((features) => ({ ...base, features })),
    converged: false,
    choice,
    note: `Tries the ${sizes.join(', ')} most important of ${good.size} columns.`,
  };
}

function probe(state: FeaturesState, good: Round, { context }: AdvanceInput): AdvanceOutput {
  const candidate = probeCandidate(context, good.columns);
  const note = `Trains ${candidate.paradigm} at its defaults, to rank ${good.size} columns by its importances: the best model gives none.`;
  return { state: { ...state, probed: true }, candidates: [candidate], converged: false, choice: null, note };
}

function ended(state: FeaturesState, good: Round, choice: string | null, reason: string): AdvanceOutput {
  const [{ size: all }] = state.path;
  const kept =
    good.size === all ? `Keeps all ${all} columns` : `Chooses ${good.size} of ${all} columns, as good as the best`;
  return { state, candidates: [], converged: true, choice, note: `${kept}: ${reason}.` };
}
