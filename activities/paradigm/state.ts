import { z } from 'zod';
import { candidateHash, candidateSchema, type Candidate } from '../../contracts/candidate.js';
import type { SearchContext } from '../../contracts/context.js';
import { isBetter } from '../../contracts/metric.js';
import { paradigmIdSchema } from '../../contracts/paradigm.js';
import { completed, type Trial } from '../../contracts/trial.js';

const armSchema = z.strictObject({
  paradigm: paradigmIdSchema,
  /** Its trials so far, of whichever axis: the share that it got. */
  trials: z.int().min(0),
  /** Its best completed trial. */
  best: z.strictObject({ candidate: candidateSchema, score: z.number(), spread: z.number() }).nullable(),
});
export type Arm = z.infer<typeof armSchema>;

export const paradigmStateSchema = z.strictObject({
  /** Rounds of draws made. */
  round: z.int().min(0),
  /** In the order of the context's paradigms: cheapest first. */
  arms: z.array(armSchema),
  /** Hashes of the candidates that were proposed or seen. */
  tried: z.array(z.string()),
});
export type ParadigmState = z.infer<typeof paradigmStateSchema>;

export function freshState(context: SearchContext): ParadigmState {
  return { round: 0, arms: context.paradigms.map(({ id }) => ({ paradigm: id, trials: 0, best: null })), tried: [] };
}

/** Takes trials into account, of whichever axis. */
export function withTrials(state: ParadigmState, context: SearchContext, trials: readonly Trial[]): ParadigmState {
  const arms = state.arms.map((arm) =>
    trials
      .filter(({ candidate }) => candidate.paradigm === arm.paradigm)
      .reduce((a, t) => withTrial(a, context, t), arm),
  );
  return {
    ...state,
    arms,
    tried: withTried(
      state.tried,
      trials.map(({ candidate }) => candidate),
    ),
  };
}

export function withTried(tried: readonly string[], candidates: readonly Candidate[]): string[] {
  return [...new Set([...tried, ...candidates.map(candidateHash)])];
}

function withTrial(arm: Arm, { metric }: SearchContext, trial: Trial): Arm {
  const trials = arm.trials + 1;
  const outcome = completed(trial);
  if (!outcome || (arm.best && !isBetter(metric, outcome.score, arm.best.score))) return { ...arm, trials };
  return { ...arm, trials, best: { candidate: trial.candidate, score: outcome.score, spread: outcome.spread } };
}
