import type { Metric } from '../../contracts/metric.js';
import { strategySchema, type Strategy } from '../../contracts/search/strategy.js';
import { pairedGain } from '../../optimizers/statistics/paired.js';
import { criticalValue } from '../../optimizers/statistics/student.js';
import { pointAt } from './curve.js';
import type { Problem } from './problems.js';
import type { RunResult } from './result.js';

/** A problem's runs, of the seeds that all strategies were run with. */
export interface ProblemResults {
  problem: Problem;
  metric: Metric;
  /** By strategy, in the order of their seeds. */
  runs: Record<Strategy, RunResult[]>;
}

/** By how much the first of two was better (positive: better), with its 95 % confidence interval over seeds. */
export interface Difference {
  /** In the metric's unit. */
  mean: number;
  low: number;
  high: number;
  /** The mean in standard deviations of a score over seeds: what the choice of rows makes of it. */
  inSpreads: number;
  /** The mean as a share of the second's mean score. */
  relative: number;
  verdict: 'better' | 'same' | 'worse';
}

/** Results by problem, in the problems' order; those without a seed that all strategies were run with are left out. */
export function byProblem(problems: readonly Problem[], results: readonly RunResult[]): ProblemResults[] {
  return problems.flatMap((problem) => {
    const own = results.filter((result) => result.problem === problem.name);
    const seeds = [...new Set(own.map(({ seed }) => seed))].sort((a, b) => a - b);
    const whole = seeds.flatMap((seed) => {
      const runs = strategySchema.options.map((strategy) =>
        own.find((result) => result.seed === seed && result.strategy === strategy),
      );
      return runs.every((run) => run !== undefined) ? [runs] : [];
    });
    if (whole.length === 0) return [];
    const of = (index: number): RunResult[] => whole.map((runs) => runs[index]);
    const runs = Object.fromEntries(strategySchema.options.map((strategy, i) => [strategy, of(i)]));
    return [{ problem, metric: own[0].metric, runs: runs as Record<Strategy, RunResult[]> }];
  });
}

/** The nested holdout's score at some number of trials; of the first incumbent where there is none so early. */
export function holdoutAt({ curve }: RunResult, trials: number): number {
  return (pointAt(curve, 'trials', trials) ?? curve[0]).holdout;
}

/** Whether the first scores are better than the second, pair by pair; null for fewer than two pairs. */
export function differenceOf(metric: Metric, first: readonly number[], second: readonly number[]): Difference | null {
  if (first.length < 2) return null;
  const { mean, standardError } = pairedGain(metric, first, second, 1);
  const half = criticalValue(first.length) * standardError;
  const spread = Math.sqrt((variance(first) + variance(second)) / 2);
  return {
    mean,
    low: mean - half,
    high: mean + half,
    inSpreads: spread > 0 ? mean / spread : 0,
    relative: mean / Math.abs(meanOf(second)),
    verdict: mean - half > 0 ? 'better' : mean + half < 0 ? 'worse' : 'same',
  };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Of the values, with n - 1. */
export function variance(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
}
