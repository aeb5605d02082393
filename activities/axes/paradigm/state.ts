import { z } from 'zod';
import { candidateHash, candidateSchema, type Candidate } from '../../../contracts/candidate/candidate.js';
import { columnSetSchema } from '../../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import { isBetter } from '../../../contracts/metric.js';
import { paradigmIdSchema } from '../../../contracts/candidate/paradigm.js';
import { completed, type Trial } from '../../../contracts/candidate/trial.js';
import { armSchema, freshArms, pullArms } from '../../../optimizers/bandit/improvement.js';
import { TriedSet } from '../../../optimizers/genetic/tried-set.js';

/** Number of sets of columns kept for a paradigm. */
const KEPT_SETS = 8;

const contenderSchema = z.strictObject({
  paradigm: paradigmIdSchema,
  /** Its best completed trial. */
  best: z.strictObject({ candidate: candidateSchema, score: z.number(), spread: z.number() }).nullable(),
  /** The columns that it was tried on last, the latest first. */
  columns: z.array(columnSetSchema).max(KEPT_SETS),
});
export type Contender = z.infer<typeof contenderSchema>;

export const paradigmStateSchema = z.strictObject({
  version: z.literal(1),
  /** Rounds of draws made. */
  round: z.int().min(0),
  /** In the order of the context's paradigms: cheapest first. */
  contenders: z.array(contenderSchema),
  /** In the same order: data for the share of trials that each should get. */
  arms: z.array(armSchema),
  /** Candidates that were proposed or tried, see `TriedSet`. */
  tried: z.string(),
});
export type ParadigmState = z.infer<typeof paradigmStateSchema>;

export function freshState(context: SearchContext): ParadigmState {
  const contenders = context.paradigms.map(({ id }) => ({ paradigm: id, best: null, columns: [] }));
  return { version: 1, round: 0, contenders, arms: freshArms(context), tried: '' };
}

/** Adds trials, of all axes. */
export function withTrials(state: ParadigmState, context: SearchContext, trials: readonly Trial[]): ParadigmState {
  const contenders = state.contenders.map((contender) =>
    trials
      .filter(({ candidate }) => candidate.paradigm === contender.paradigm)
      .reduce((before, trial) => withTrial(before, context, trial), contender),
  );
  const arms = pullArms(state.arms, context, trials);
  return {
    ...state,
    contenders,
    arms,
    tried: withTried(
      state.tried,
      trials.map(({ candidate }) => candidate),
    ),
  };
}

export function withTried(tried: string, candidates: readonly Candidate[]): string {
  const set = new TriedSet(tried);
  for (const candidate of candidates) set.add(candidateHash(candidate));
  return set.toString();
}

function withTrial(contender: Contender, { metric }: SearchContext, { candidate, outcome }: Trial): Contender {
  const { features } = candidate;
  const columns = [features, ...contender.columns.filter((other) => other !== features)].slice(0, KEPT_SETS);
  const known = contender.best;
  const done = completed({ outcome });
  if (!done || (known && !isBetter(metric, done.score, known.score))) return { ...contender, columns };
  return { ...contender, columns, best: { candidate, score: done.score, spread: done.spread } };
}
