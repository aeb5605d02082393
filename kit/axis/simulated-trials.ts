import { ELITE, type AxisDeclaration } from '../../contracts/module/axis.js';
import { candidateHash, type Candidate } from '../../contracts/candidate/candidate.js';
import { decodeColumns } from '../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { direction, isBetter } from '../../contracts/metric.js';
import { completed, type Trial } from '../../contracts/candidate/trial.js';
import { Unmet } from '../check/check.js';
import { hashed, isSignal, type Objective } from './objectives.js';

/** The trials of a simulated search. */
export class SimulatedTrials {
  readonly trials: Trial[] = [];
  best: Trial | null = null;
  elite: Trial[] = [];
  /** The incumbent. */
  base: Trial | null = null;

  constructor(
    private readonly context: SearchContext,
    private readonly objective: Objective,
    private readonly importances: AxisDeclaration['importances'],
  ) {}

  evaluate(candidates: readonly Candidate[], axis: string, step: number): void {
    for (const candidate of candidates) {
      const outcome = this.objective(candidate, this.context);
      if (!outcome) continue;
      const known = outcome.status === 'completed' && this.importances !== 'none';
      const importances = known ? this.importancesOf(candidate) : null;
      // The importances are the same in every fold.
      const foldImportances =
        importances && this.importances === 'by-fold' && outcome.status === 'completed'
          ? outcome.scores.map(() => importances)
          : null;
      const key = candidateHash(candidate);
      const trial = { key, origin: { axis, step }, candidate, outcome, importances, foldImportances };
      this.trials.push(trial);
      this.rank(trial);
    }
  }

  /** Kept signal columns are most important, noise columns a little, dropped columns not at all. */
  private importancesOf({ features }: Candidate): number[] {
    const weights = this.context.columns.map(() => 0);
    for (const column of decodeColumns(features)) weights[column] = (isSignal(column) ? 1 : 0.1) * (1 + hashed(column));
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  }

  private rank(trial: Trial): void {
    const outcome = completed(trial);
    if (!outcome) return;
    const sign = direction(this.context.metric);
    const scoreOf = (one: Trial): number => sign * completed(one)!.score;
    this.elite = [...this.elite, trial].sort((a, b) => scoreOf(b) - scoreOf(a)).slice(0, ELITE);
    const best = this.best && completed(this.best);
    if (best && !isBetter(this.context.metric, outcome.score, best.score)) return;
    this.best = trial;
    this.base = trial;
  }

  /** @throws Unmet for what is not a completed trial */
  choose(key: string | null): void {
    if (key === null) return;
    const chosen = this.trials.find((trial) => trial.key === key);
    if (!chosen || !completed(chosen)) {
      throw new Unmet(
        'a choice to be null or the key of a completed trial',
        `${key} is ${chosen ? `one that is ${chosen.outcome.status}` : 'none that it was given'}`,
        'Choose among the trials of the input whose outcome is completed.',
      );
    }
    this.base = chosen;
  }

  result(): { trials: Trial[]; best: Trial | null; base: Trial | null } {
    const { trials, best, base } = this;
    return { trials, best, base };
  }
}
