import { z } from 'zod';
import type { SearchContext } from '../../contracts/module/context.js';
import type { Metric } from '../../contracts/metric.js';
import { paradigmIdSchema } from '../../contracts/candidate/paradigm.js';
import { completed, type Trial } from '../../contracts/candidate/trial.js';
import { lossOf } from '../genetic/loss.js';
import { distanceToPerfect } from '../statistics/paired.js';

const bestSchema = z.strictObject({ loss: z.number(), at: z.int().min(1) });
type Best = z.infer<typeof bestSchema>;

/** The trials of one kind of model so far: when it last improved, and by how much. */
export const armSchema = z.strictObject({
  paradigm: paradigmIdSchema,
  /** Its completed and failed trials, from all axes. */
  trials: z.int().min(0),
  /** Its best loss, and the number of its trials at that time; null before the first completed trial. */
  best: bestSchema.nullable(),
  /** The same for the previous best; null before the second. */
  before: bestSchema.nullable(),
});
export type Arm = z.infer<typeof armSchema>;

export function freshArms({ paradigms }: SearchContext): Arm[] {
  return paradigms.map(({ id }) => ({ paradigm: id, trials: 0, best: null, before: null }));
}

/** Adds trials, from all axes. */
export function pullArms(arms: readonly Arm[], { metric }: SearchContext, trials: readonly Trial[]): Arm[] {
  return arms.map((arm) =>
    trials
      .filter(({ candidate }) => candidate.paradigm === arm.paradigm)
      .reduce((before, trial) => {
        const outcome = completed(trial);
        return pullArm(before, outcome && lossOf(metric, outcome.score));
      }, arm),
  );
}

function pullArm(arm: Arm, loss: number | null): Arm {
  const trials = arm.trials + 1;
  if (loss === null || (arm.best && loss >= arm.best.loss)) return { ...arm, trials };
  return { ...arm, trials, best: { loss, at: trials }, before: arm.best };
}

/** The expected gain of a trial before any gain was observed, as a share of the distance to a perfect score. */
const EXPECTED_GAIN = 0.02;

/**
 * The share of the next trials for each arm: inversely proportional to the number of trials that it is expected to need
 * to improve on the best of all (the estimated cost for improvement of Wang et al. 2021, FLAML, counted in trials). An
 * arm that has just improved gets more; one that has not improved for long, or is far behind, gets less.
 *
 * @returns the share of each arm, in order, of sum 1; 0 for arms without a completed trial
 */
export function armShares(metric: Metric, arms: readonly Arm[]): number[] {
  const losses = arms.flatMap(({ best }) => (best ? [best.loss] : []));
  if (losses.length === 0) return arms.map(() => 0);
  const least = Math.min(...losses);
  const speeds = arms.map((arm) => (arm.best ? 1 / trialsToImprove(metric, arm, arm.best, least) : 0));
  const total = speeds.reduce((sum, speed) => sum + speed, 0);
  return speeds.map((speed) => speed / total);
}

function trialsToImprove(metric: Metric, { trials, before }: Arm, best: Best, least: number): number {
  // The number of trials of the last improvement, or since it, whichever is larger.
  const own = Math.max(1, trials - best.at, best.at - (before?.at ?? 0));
  if (best.loss === least) return own;
  const expected = EXPECTED_GAIN * distanceToPerfect(metric, lossOf(metric, best.loss));
  const perTrial = before ? (before.loss - best.loss) / (trials - before.at) : expected;
  return Math.max(own, perTrial > 0 ? (best.loss - least) / perTrial : Infinity);
}

/** Splits `count` trials by shares: whole numbers that add up to it, the largest remainders rounded up. */
export function apportion(count: number, shares: readonly number[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) return shares.map(() => 0);
  const exact = shares.map((share) => (count * share) / total);
  const whole = exact.map(Math.floor);
  const left = count - whole.reduce((sum, n) => sum + n, 0);
  const byRemainder = exact.map((_, i) => i).sort((a, b) => (exact[b] % 1) - (exact[a] % 1) || a - b);
  for (const i of byRemainder.slice(0, left)) whole[i]++;
  return whole;
}
