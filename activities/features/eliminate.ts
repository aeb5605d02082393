import type { AdvanceInput, AdvanceOutput } from '../../contracts/axis.js';
import type { Candidate } from '../../contracts/candidate.js';
import { encodeColumns } from '../../contracts/column-set.js';
import type { Trial } from '../../contracts/trial.js';
import { chooseSet } from '../../optimizers/elimination/choose-set.js';
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

/**
 * One step of the elimination, on a path that holds the incumbent. It goes down from the smallest set that is as good
 * as the best; which set it recommends is another question, see `chooseSet`.
 */
export function eliminate(state: FeaturesState, base: Candidate, input: AdvanceInput, incumbent: Trial): AdvanceOutput {
  const { context, trials } = input;
  const rows = context.plan.validationRows;
  const good = smallestAsGood(context.metric, state.path, rows);
  const chosen = chooseSet(context.metric, state.path, rows);
  const choice = chosen.key === incumbent.key ? null : chosen.key;
  const floor = largestBelow(state, good);
  const reason = reasonToEnd(state, good, floor, input);
  if (reason) return ended(state, chosen, choice, reason);
  const ranking = rankRound(state, good, context.metric, [incumbent, ...trials]);
  if (!ranking) {
    if (state.probed) return ended(state, chosen, choice, 'no model tells columns apart');
    return { ...probe(state, good, input), choice };
  }
  const sizes = sizesToTry(good.size, floor, ranking.used, Math.min(BATCH, trialsLeft(state, input)));
  if (sizes.length === 0) return ended(state, chosen, choice, 'fewer score worse');
  return { ...propose(state, base, good, ranking, sizes), choice };
}

/** The largest size below that of the smallest good set that was tried: too few columns, or 0 for none known. */
function largestBelow({ path, failed }: FeaturesState, good: Round): number {
  return Math.max(0, ...[...path.map(({ size }) => size), ...failed].filter((size) => size < good.size));
}

/** One trial of the budget stays unspent, for an axis that has spent its budget gets no last word on the choice. */
function trialsLeft({ path, failed }: FeaturesState, input: AdvanceInput): number {
  const tried = path.length - 1 + failed.length;
  return Math.min(MOST_TRIALS - tried, (input.trialsLeft ?? Infinity) - 1);
}

function reasonToEnd(state: FeaturesState, good: Round, floor: number, input: AdvanceInput): string | null {
  if (good.size === 1) return 'there is none to drop';
  if (state.failed.length >= MOST_FAILURES) return 'smaller sets could not be evaluated';
  const worse = state.path.filter(({ size }) => size < good.size).length;
  if (isSettled(good.size, floor, worse)) return `fewer than ${good.size} score worse`;
  return trialsLeft(state, input) <= 0 ? 'its trials are spent' : null;
}

type Step = Omit<AdvanceOutput, 'choice'>;

function propose(state: FeaturesState, base: Candidate, good: Round, ranking: Ranking, sizes: readonly number[]): Step {
  const fromAll = good.key === state.path[0].key;
  const asked = sizes.map((size) => ({
    columns: encodeColumns(ranking.columns.slice(0, size)),
    unused: fromAll && size === ranking.used,
  }));
  return {
    state: { ...state, ranking: { ...ranking, key: good.key }, asked },
    candidates: asked.map(({ columns }) => ({ ...base, features: columns })),
    converged: false,
    note: `Tries the ${sizes.join(', ')} most important of ${good.size} columns.`,
  };
}

function probe(state: FeaturesState, good: Round, { context }: AdvanceInput): Step {
  const candidate = probeCandidate(context, good.columns);
  const note = `Trains ${candidate.paradigm} at its defaults, to rank ${good.size} columns by its importances: the best model gives none.`;
  return { state: { ...state, probed: true }, candidates: [candidate], converged: false, note };
}

function ended(state: FeaturesState, chosen: Round, choice: string | null, reason: string): AdvanceOutput {
  const all = state.path[0].size;
  const kept = chosen.size < all ? `Chooses ${chosen.size} of ${all} columns` : `Keeps all ${all} columns`;
  const why = state.path.length > 1 && chosen.size === all ? '; no smaller set is better beyond doubt' : '';
  return { state, candidates: [], converged: true, choice, note: `${kept}: ${reason}${why}.` };
}
