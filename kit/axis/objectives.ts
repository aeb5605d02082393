import { candidateHash, type Candidate } from '../../contracts/candidate/candidate.js';
import { decodeColumns } from '../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { canonicalJson, deriveSeed } from '../../contracts/json.js';
import { direction } from '../../contracts/metric.js';
import type { Parameter, ParameterValue } from '../../contracts/candidate/space.js';
import type { Outcome } from '../../contracts/candidate/trial.js';

/** The outcome of a candidate's trial; null if it never comes back. */
export type Objective = (candidate: Candidate, context: SearchContext) => Outcome | null;

/** Uniform in [0, 1), a function of the parts. */
export const hashed = (...parts: (string | number)[]): number => deriveSeed(...parts) / 2 ** 32;

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

/** A completed outcome around a loss (lower is better; negated if the metric is to be maximised), with seeded noise. */
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

/** Half of the trials are completed; of the others, most time out and the rest never come back. */
export const losingObjective: Objective = (candidate, context) => {
  const digit = candidateHash(candidate)[0];
  if (digit < '8') return fakeObjective(candidate, context);
  return digit < 'e' ? { status: 'timed-out', limit: 'trial', reason: 'simulated' } : null;
};
