import { z } from 'zod';
import {
  candidateSchema,
  columnsOf,
  withColumns,
  type Candidate,
  type CandidateColumns,
} from '../../../contracts/candidate/candidate.js';
import { decodeColumns } from '../../../contracts/candidate/column-set.js';
import { canonicalJson } from '../../../contracts/json.js';
import { paradigmIdSchema } from '../../../contracts/candidate/paradigm.js';
import { trialKeySchema, type Trial } from '../../../contracts/candidate/trial.js';

const { features, foldFeatures } = candidateSchema.shape;
const columnsSchema = z.strictObject({ features, foldFeatures });

const roundSchema = z.strictObject({
  key: trialKeySchema,
  columns: columnsSchema,
  size: z.int().min(1),
  scores: z.array(z.number()).min(1),
});
/** A set of columns that was tried, with the score of each fold. */
export type Round = z.infer<typeof roundSchema>;

export const featuresStateSchema = z.strictObject({
  version: z.literal(1),
  /** Paradigms to train one by one while there is no incumbent; null before the first step without one. */
  openings: z.array(paradigmIdSchema).nullable(),
  /** The candidate at the start of the path: everything except its columns is fixed. */
  base: candidateSchema.nullable(),
  /** The sets tried so far, starting with that of the candidate. */
  path: z.array(roundSchema),
  /** Sizes that could not be evaluated. */
  failed: z.array(z.int()),
  /** Proposed in the last step. */
  asked: z.array(columnsSchema),
  /** The columns of a good set by importance (see `orderText`), and how many of them models used, with its trial. */
  ranking: z
    .strictObject({ key: trialKeySchema, columns: z.string(), used: z.int(), byFold: z.array(z.string()).nullable() })
    .nullable(),
  /** Another paradigm was trained for its importances, because the incumbent's has none. */
  probed: z.boolean(),
  /**
   * A set from which columns were dropped, and which could come back. Null if there is none, or if it was not better
   * too often.
   */
  larger: columnsSchema.nullable(),
  /** Successive paths at whose end the larger set was not better. */
  refused: z.int().min(0),
  /** Successive paths that did not change the columns. */
  quiet: z.int().min(0),
});
export type FeaturesState = z.infer<typeof featuresStateSchema>;

export const FRESH_STATE: FeaturesState = {
  version: 1,
  openings: null,
  base: null,
  path: [],
  failed: [],
  asked: [],
  ranking: null,
  probed: false,
  larger: null,
  refused: 0,
  quiet: 0,
};

/** How often a larger set may be not better before it is dropped. */
const MOST_REFUSALS = 3;

/** Adds the trials of the proposed sets; sets without a completed trial are not proposed again. */
export function withTrials(state: FeaturesState, trials: readonly Trial[]): FeaturesState {
  const { base } = state;
  if (!base || state.asked.length === 0) return state;
  const path = [...state.path];
  const failed = [...state.failed];
  const answers = trials.filter(({ candidate }) => sameButColumns(candidate, base));
  for (const columns of state.asked) {
    const trial = answers.find(({ candidate }) => sameColumns(candidate, columns));
    const round = trial ? roundOf(trial) : null;
    if (round) path.push(round);
    else failed.push(sizeOf(columns));
  }
  return { ...state, path, failed, asked: [] };
}

/** Continues from a completed incumbent: starts a new path unless it is on the present one. */
export function goingOnFrom(state: FeaturesState, incumbent: Trial): FeaturesState {
  const { candidate, key } = incumbent;
  const known = state.base && sameButColumns(candidate, state.base) && state.path.some((round) => round.key === key);
  const round = roundOf(incumbent);
  if (known || !round) return state;
  return { ...FRESH_STATE, base: candidate, path: [round], probed: state.probed, ...afterPath(state, round) };
}

/** What the next path takes over from an ended one: the columns that could come back, and how stable the set is. */
function afterPath(
  { path, larger, refused, quiet }: FeaturesState,
  { columns, size }: Round,
): Pick<FeaturesState, 'larger' | 'refused' | 'quiet'> {
  const start = path.at(0);
  if (!start) return { larger: null, refused: 0, quiet: 0 };
  if (start.columns.features === columns.features) {
    const tried = larger !== null && path.some((round) => round.size > start.size);
    const times = tried ? refused + 1 : refused;
    return { larger: times >= MOST_REFUSALS ? null : larger, refused: times, quiet: quiet + 1 };
  }
  return size < start.size
    ? { larger: start.columns, refused: 0, quiet: 0 }
    : { larger: larger?.features === columns.features ? null : larger, refused: 0, quiet: 0 };
}

export function sameButColumns(a: Candidate, b: Candidate): boolean {
  return canonicalJson(withColumns(a, NO_COLUMNS)) === canonicalJson(withColumns(b, NO_COLUMNS));
}

const NO_COLUMNS = { features: '' };

function sameColumns(a: CandidateColumns, b: CandidateColumns): boolean {
  return canonicalJson(columnsOf(a)) === canonicalJson(columnsOf(b));
}

function roundOf({ key, candidate, outcome }: Trial): Round | null {
  if (outcome.status !== 'completed') return null;
  const columns = columnsOf(candidate);
  return { key, columns, size: sizeOf(columns), scores: outcome.scores };
}

export function sizeOf({ features }: CandidateColumns): number {
  return decodeColumns(features).length;
}
