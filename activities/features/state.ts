import { z } from 'zod';
import { candidateSchema, type Candidate } from '../../contracts/candidate.js';
import { columnSetSchema, decodeColumns } from '../../contracts/column-set.js';
import { canonicalJson } from '../../contracts/json.js';
import { paradigmIdSchema } from '../../contracts/paradigm.js';
import { trialKeySchema, type Trial } from '../../contracts/trial.js';

const roundSchema = z.strictObject({
  key: trialKeySchema,
  columns: columnSetSchema,
  size: z.int().min(1),
  scores: z.array(z.number()).min(1),
  /** It lacks only columns that the model of the first set made no use of. */
  unused: z.boolean(),
});
/** A set of columns that was tried, with the score of each fold. */
export type Round = z.infer<typeof roundSchema>;

export const featuresStateSchema = z.strictObject({
  /** Paradigms to train one by one while there is no incumbent; null before the first step without one. */
  openings: z.array(paradigmIdSchema).nullable(),
  /** The candidate that the elimination began with: all but its columns is held fixed. */
  base: candidateSchema.nullable(),
  /** The sets tried so far, the one that it began with first. */
  path: z.array(roundSchema),
  /** Sizes that could not be evaluated. */
  failed: z.array(z.int()),
  /** Asked for in the last step. */
  asked: z.array(z.strictObject({ columns: columnSetSchema, unused: z.boolean() })),
  /** The columns of a good set by importance, and how many of them its model used, with that set's trial. */
  ranking: z.strictObject({ key: trialKeySchema, columns: z.array(z.int()), used: z.int() }).nullable(),
  /** Importances were asked of a model of another kind, for the incumbent's gives none. */
  probed: z.boolean(),
});
export type FeaturesState = z.infer<typeof featuresStateSchema>;

export const FRESH_STATE: FeaturesState = {
  openings: null,
  base: null,
  path: [],
  failed: [],
  asked: [],
  ranking: null,
  probed: false,
};

/** Takes in what came of the sets that were asked for: what did not come back completed is not asked for again. */
export function withTrials(state: FeaturesState, trials: readonly Trial[]): FeaturesState {
  const { base } = state;
  if (!base || state.asked.length === 0) return state;
  const path = [...state.path];
  const failed = [...state.failed];
  const answers = trials.filter(({ candidate }) => sameButColumns(candidate, base));
  for (const { columns, unused } of state.asked) {
    const trial = answers.find(({ candidate }) => candidate.features === columns);
    const round = trial ? roundOf(trial, unused) : null;
    if (round) path.push(round);
    else failed.push(decodeColumns(columns).length);
  }
  return { ...state, path, failed, asked: [] };
}

/** Goes on from a completed incumbent: begins anew unless it stands on the path already. */
export function goingOnFrom(state: FeaturesState, incumbent: Trial): FeaturesState {
  const { candidate, key } = incumbent;
  const known = state.base && sameButColumns(candidate, state.base) && state.path.some((round) => round.key === key);
  const round = roundOf(incumbent, false);
  if (known || !round) return state;
  return { ...FRESH_STATE, base: candidate, path: [round], probed: state.probed };
}

function sameButColumns(a: Candidate, b: Candidate): boolean {
  return canonicalJson({ ...a, features: '' }) === canonicalJson({ ...b, features: '' });
}

function roundOf({ key, candidate, outcome }: Trial, unused: boolean): Round | null {
  if (outcome.status !== 'completed') return null;
  const { features: columns } = candidate;
  return { key, columns, size: decodeColumns(columns).length, scores: outcome.scores, unused };
}
