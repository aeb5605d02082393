import type { Axis } from '../../optimizers/axis.js';
import {
  advanceOutputSchema,
  type AdvanceInput,
  type AdvanceOutput,
  type AxisDeclaration,
} from '../../contracts/module/axis.js';
import type { Candidate } from '../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { deriveSeed, type Json } from '../../contracts/json.js';
import type { Trial } from '../../contracts/candidate/trial.js';
import { throughJson } from '../check/json.js';
import type { Objective } from './objectives.js';
import { SimulatedTrials } from './simulated-trials.js';

/** How an axis is simulated. */
export interface SimulateOptions {
  /** Candidates that other axes tried before. */
  prior?: readonly Candidate[];
  seed?: number;
  /** The axis's budget in trials; null for none. */
  maxTrials?: number | null;
  maxSteps?: number;
  /** Called with every input before the axis. */
  onInput?: (input: AdvanceInput) => void;
}

/** What a simulated axis did. */
export interface Simulation {
  outputs: AdvanceOutput[];
  /** All trials, those of `prior` first. */
  trials: Trial[];
  /** The best by score, or null if none was completed. */
  best: Trial | null;
  /** The incumbent: the best trial, or what the axis chose instead. */
  base: Trial | null;
  converged: boolean;
}

/**
 * A sequential search with one axis, without Temporal: until it converges, its budget is spent, or `maxSteps`. Inputs
 * and outputs are converted to JSON and back, as by a server.
 *
 * @yields the input of each step, and takes the axis's output
 * @throws Unmet if the axis chooses what is not a completed trial
 */
export function* simulation(
  { name, importances }: Pick<AxisDeclaration, 'name' | 'importances'>,
  context: SearchContext,
  objective: Objective,
  options: SimulateOptions,
): Generator<AdvanceInput, Simulation, AdvanceOutput> {
  const { prior = [], seed = 1, maxTrials = null, maxSteps = 100, onInput } = options;
  const run = new SimulatedTrials(context, objective, importances);
  const outputs: AdvanceOutput[] = [];
  run.evaluate(prior, 'prior', 0);
  const result = (converged: boolean): Simulation => ({ outputs, ...run.result(), converged });
  let state: Json | null = null;
  let seen = 0;
  let spent = false;
  for (let step = 0; step < maxSteps; step++) {
    const trialsLeft = maxTrials === null ? null : maxTrials - (run.trials.length - prior.length);
    if (spent) break;
    // As in a search: an axis that has spent its share gets a last step without candidates.
    spent = trialsLeft === 0;
    const input: AdvanceInput = throughJson({
      context,
      state,
      incumbent: run.base,
      elite: run.elite,
      trials: run.trials.slice(seen),
      step,
      seed: deriveSeed('advance', seed, name, step),
      trialsLeft,
      trialsNow: trialsLeft,
    });
    onInput?.(input);
    const output: AdvanceOutput = throughJson(yield input);
    seen = run.trials.length;
    outputs.push(output);
    run.evaluate(output.candidates.slice(0, trialsLeft ?? undefined), name, step);
    run.choose(output.choice);
    state = output.state;
    if (output.converged || output.candidates.length === 0) return result(output.converged);
  }
  return result(false);
}

/** Simulates a search with an axis of this process. */
export function simulate(
  axis: Axis,
  context: SearchContext,
  objective: Objective,
  options: SimulateOptions = {},
): Simulation {
  const steps = simulation(axis.declaration, context, objective, options);
  let next = steps.next();
  while (!next.done) next = steps.next(advanceOutputSchema.parse(axis.advance(next.value)));
  return next.value;
}

/** The same with an asynchronous axis. */
export async function simulateWith(
  advance: (input: AdvanceInput) => Promise<AdvanceOutput>,
  declaration: Pick<AxisDeclaration, 'name' | 'importances'>,
  context: SearchContext,
  objective: Objective,
  options: SimulateOptions = {},
): Promise<Simulation> {
  const steps = simulation(declaration, context, objective, options);
  let next = steps.next();
  while (!next.done) next = steps.next(await advance(next.value));
  return next.value;
}
