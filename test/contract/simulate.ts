import type { Axis } from '../../activities/axis/axis.js';
import {
  advanceInputSchema,
  advanceOutputSchema,
  ELITE,
  type AdvanceInput,
  type AdvanceOutput,
  type AxisDeclaration,
} from '../../contracts/axis.js';
import { candidateHash, type Candidate } from '../../contracts/candidate.js';
import { decodeColumns } from '../../contracts/column-set.js';
import type { SearchContext } from '../../contracts/context.js';
import { canonicalJson, deriveSeed, type Json } from '../../contracts/json.js';
import { direction, isBetter } from '../../contracts/metric.js';
import type { Parameter, ParameterValue } from '../../contracts/space.js';
import { completed, type Outcome, type Trial } from '../../contracts/trial.js';

/** What a trial of a candidate would give; null where it never comes back. */
export type Objective = (candidate: Candidate, context: SearchContext) => Outcome | null;

/** Uniform in [0, 1), the same for the same parts. */
const hashed = (...parts: (string | number)[]): number => deriveSeed(...parts) / 2 ** 32;

/** Whether a column carries signal in the fake objective: about every third does. */
export function isSignal(column: number): boolean {
  return column % 3 === 0;
}

/**
 * A made-up score that every axis can improve: it falls with the distance to an optimum of each parameter, with signal
 * columns that are left out, slightly with noise columns that are kept, and has noise of its own in each fold.
 * Losses lie about 0.2 to 1, scores to maximise about -1 to -0.2.
 */
export const fakeObjective = (candidate: Candidate, context: SearchContext): Outcome => {
  const loss = 0.2 + 0.3 * hyperparameterLoss(candidate, context) + 0.2 * columnLoss(candidate, context);
  const shape = 0.1 * architectureLoss(candidate) + 0.1 * hashed('paradigm', candidate.paradigm);
  const transforms = 0.05 * hashed('transforms', canonicalJson(candidate.transforms));
  return outcomeOf(loss + shape + transforms, candidate, context);
};

/** A completed outcome around a loss (lower is better, turned round where the metric wants it), with seeded noise. */
export function outcomeOf(loss: number, candidate: Candidate, context: SearchContext, noise = 0.01): Outcome {
  const hash = candidateHash(candidate);
  const scores = Array.from(
    { length: context.plan.folds },
    (_, fold) => -direction(context.metric) * (loss + noise * (hashed('fold', hash, fold) - 0.5)),
  );
  const score = scores.reduce((sum, value) => sum + value, 0) / scores.length;
  const spread = Math.sqrt(
    scores.reduce((sum, value) => sum + (value - score) ** 2, 0) / Math.max(1, scores.length - 1),
  );
  return { status: 'completed', score, scores, spread, effort: null };
}

/** Every trial fails: the data cannot be learnt, or a library is missing. */
export const failingObjective: Objective = () => ({ status: 'failed', code: 'error', reason: 'simulated' });

function hyperparameterLoss({ paradigm, hyperparameters }: Candidate, context: SearchContext): number {
  const space = context.paradigms.find(({ id }) => id === paradigm)!.hyperparameters;
  const losses = space
    .filter(({ name }) => hyperparameters[name] !== undefined)
    .map((parameter) => parameterLoss(paradigm, parameter, hyperparameters[parameter.name]));
  return losses.length === 0 ? 0 : losses.reduce((a, b) => a + b, 0) / losses.length;
}

function parameterLoss(paradigm: string, parameter: Parameter, value: ParameterValue): number {
  const best = 0.2 + 0.6 * hashed('optimum', paradigm, parameter.name);
  if (parameter.type === 'flag' || parameter.type === 'category') return hashed('choice', paradigm, String(value));
  const { min, max, scale } = parameter;
  const of = (x: number): number => (scale === 'log' ? Math.log(x) : x);
  const unit = max === min ? best : (of(value as number) - of(min)) / (of(max) - of(min));
  return (unit - best) ** 2;
}

function columnLoss({ features }: Candidate, context: SearchContext): number {
  const kept = decodeColumns(features);
  const signals = context.columns.filter((_, column) => isSignal(column)).length;
  const keptSignals = kept.filter(isSignal).length;
  return 1 - keptSignals / signals + (0.2 * (kept.length - keptSignals)) / context.columns.length;
}

function architectureLoss({ architecture }: Candidate): number {
  if (!architecture) return 0;
  const units = architecture.layers.map((layer) => Math.abs(Math.log2(layer.units) - 7) / 8);
  const dropout = architecture.layers.map((layer) => (layer.dropout - 0.2) ** 2);
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  return Math.abs(architecture.layers.length - 2) / 4 + mean(units) + mean(dropout);
}

export interface SimulateOptions {
  /** Candidates that other axes tried before. */
  prior?: readonly Candidate[];
  seed?: number;
  /** The axis's budget in trials; null for none. */
  maxTrials?: number | null;
  maxSteps?: number;
  /** Sees every input before the axis does. */
  onInput?: (input: AdvanceInput) => void;
}

export interface Simulation {
  outputs: AdvanceOutput[];
  /** All trials, those of `prior` first. */
  trials: Trial[];
  /** The best by score, or null if none was completed. */
  best: Trial | null;
  /** What the search would go on from: the best, or what the axis chose instead. */
  base: Trial | null;
  converged: boolean;
}

/**
 * Runs an axis as a sequential search would, without Temporal: until it converges, its budget is spent, or `maxSteps`.
 * Inputs and outputs go through their schemas and through JSON, as on their way through a server.
 */
export function simulate(
  axis: Axis,
  context: SearchContext,
  objective: Objective,
  options: SimulateOptions = {},
): Simulation {
  const { prior = [], seed = 1, maxTrials = null, maxSteps = 100, onInput } = options;
  const wanted = axis.declaration.importances;
  const run = new Run(context, objective, wanted);
  run.evaluate(prior, 'prior', 0);
  let state: Json | null = null;
  let seen = 0;
  let spent = false;
  for (let step = 0; step < maxSteps; step++) {
    const trialsLeft = maxTrials === null ? null : maxTrials - (run.trials.length - prior.length);
    if (spent) break;
    // As a search does: an axis that has spent its share gets a last word.
    spent = trialsLeft === 0;
    const input = {
      context,
      state,
      incumbent: run.base,
      elite: run.elite,
      trials: run.trials.slice(seen),
      step,
      seed: deriveSeed('advance', seed, axis.declaration.name, step),
      trialsLeft,
      trialsNow: trialsLeft,
    };
    const parsed = advanceInputSchema.parse(throughJson(input));
    onInput?.(parsed);
    const output = throughJson(advanceOutputSchema.parse(axis.advance(parsed)));
    seen = run.trials.length;
    run.outputs.push(output);
    run.evaluate(output.candidates.slice(0, trialsLeft ?? undefined), axis.declaration.name, step);
    run.choose(output.choice);
    state = output.state;
    if (output.converged || output.candidates.length === 0) return { ...run.result(), converged: output.converged };
  }
  return { ...run.result(), converged: false };
}

/** A value as it arrives on the other side of a server. */
export function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

class Run {
  readonly trials: Trial[] = [];
  readonly outputs: AdvanceOutput[] = [];
  best: Trial | null = null;
  elite: Trial[] = [];
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
      // Every fold's model thinks alike.
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

  /** Kept signal columns matter most, noise a little, what was left out not at all. */
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

  choose(key: string | null): void {
    if (key === null) return;
    const chosen = this.trials.find((trial) => trial.key === key);
    if (!chosen || !completed(chosen)) throw new Error(`the axis chose ${key}, which is no completed trial`);
    this.base = chosen;
  }

  result(): Omit<Simulation, 'converged'> {
    const { outputs, trials, best, base } = this;
    return { outputs, trials, best, base };
  }
}
