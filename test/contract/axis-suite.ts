import { describe, expect, it } from '@jest/globals';
import type { Axis } from '../../activities/axis/axis.js';
import { candidateError } from '../../activities/trials/candidate-error.js';
import { axisDeclarationSchema } from '../../contracts/axis.js';
import { candidateHash, defaultCandidate, type Candidate } from '../../contracts/candidate.js';
import { encodeColumns } from '../../contracts/column-set.js';
import { searchContextSchema, type SearchContext } from '../../contracts/context.js';
import { canonicalJson } from '../../contracts/json.js';
import { exampleContext, type ExampleOptions } from './example-context.js';
import { failingObjective, fakeObjective, simulate, type Objective, type Simulation } from './simulate.js';

export { EXAMPLE_PARADIGMS, exampleContext, type ExampleOptions } from './example-context.js';
export * from './simulate.js';

export interface AxisSuiteOptions {
  /** Steps within which it must converge on any of the suite's problems. */
  maxSteps?: number;
  /** Characters of canonical JSON that its state may take. */
  maxState?: number;
}

/** Characters of canonical JSON that one step's candidates may take: half of what Temporal warns at. */
const MAX_CANDIDATES_TEXT = 128 * 1024;

const PROBLEMS: readonly ExampleOptions[] = [
  { columns: 1, task: 'binary' },
  { columns: 6, task: 'multiclass' },
  { columns: 40, task: 'regression' },
  { columns: 2000, task: 'binary' },
];

/** The paradigms at their defaults on the useful columns: what a search has tried before most axes step. */
export function defaultCandidates(context: SearchContext): Candidate[] {
  const useful = encodeColumns(context.columns.flatMap((column, i) => (column.useful ? [i] : [])));
  return context.paradigms.map((paradigm) => defaultCandidate(paradigm, { features: useful }));
}

/**
 * What every axis owes, whatever it searches: valid candidates, none twice, the same for the same input, an input left
 * as it was, an end, and no surprise where nothing was tried before, all trials fail or the budget is tiny.
 */
export function axisSuite(axis: Axis, { maxSteps = 60, maxState = 32 * 1024 }: AxisSuiteOptions = {}): void {
  const run = (options: ExampleOptions, objective: Objective, after: 'nothing' | 'defaults', maxTrials?: number) => {
    const context = searchContextSchema.parse(exampleContext(options));
    const prior = after === 'defaults' ? defaultCandidates(context) : [];
    const simulation = simulate(axis, context, objective, { prior, maxSteps, maxTrials, onInput: freeze });
    return { context, simulation };
  };

  it('declares itself', () => {
    expect(axisDeclarationSchema.parse(axis.declaration)).toEqual(axis.declaration);
  });

  describe.each(PROBLEMS)('with $columns columns, $task', (options) => {
    it.each(['nothing', 'defaults'] as const)('proposes valid candidates and ends, after %s', (after) => {
      const { context, simulation } = run(options, fakeObjective, after);
      expectValid(context, simulation, maxState);
      expect(simulation.converged).toBe(true);
    });

    it.each([1, 3, 10])('stays within %d trials', (maxTrials) => {
      const { context, simulation } = run(options, fakeObjective, 'defaults', maxTrials);
      expectValid(context, simulation, maxState);
      let left = maxTrials;
      for (const { candidates } of simulation.outputs) {
        expect(candidates.length).toBeLessThanOrEqual(left);
        left -= candidates.length;
      }
    });
  });

  it.each(['nothing', 'defaults'] as const)('ends where every trial fails, after %s', (after) => {
    const { context, simulation } = run({ columns: 12 }, failingObjective, after);
    expectValid(context, simulation, maxState);
    expect(simulation.converged).toBe(true);
  });

  it('goes on where trials time out or never come back', () => {
    const lost: Objective = (candidate, context) => {
      const digit = candidateHash(candidate)[0];
      if (digit < '8') return fakeObjective(candidate, context);
      return digit < 'e' ? { status: 'timed-out', limit: 'trial', reason: 'simulated' } : null;
    };
    const { context, simulation } = run({ columns: 12 }, lost, 'defaults');
    expectValid(context, simulation, maxState);
    expect(simulation.converged).toBe(true);
  });

  it('does the same for the same seed', () => {
    const [a, b] = [1, 2].map(() => run({ columns: 12 }, fakeObjective, 'defaults').simulation);
    expect(canonicalJson(a.outputs)).toBe(canonicalJson(b.outputs));
  });

  it('leaves the search no worse', () => {
    const { context, simulation } = run({ columns: 12 }, fakeObjective, 'defaults');
    const prior = simulate(axis, context, fakeObjective, { prior: defaultCandidates(context), maxSteps: 0 }).best!;
    expect(lossOf(simulation)).toBeLessThanOrEqual((prior.outcome as { score: number }).score);
  });
}

const lossOf = ({ best }: Simulation): number => (best!.outcome as { score: number }).score;

/** Candidates inside their spaces, none tried before, in replies that fit a payload; never nothing before the end. */
function expectValid(context: SearchContext, { outputs, trials }: Simulation, maxState: number): void {
  for (const { state, candidates, converged } of outputs) {
    expect(canonicalJson(state).length).toBeLessThanOrEqual(maxState);
    expect(canonicalJson(candidates).length).toBeLessThanOrEqual(MAX_CANDIDATES_TEXT);
    expect(candidates.map((candidate) => candidateError(context, candidate)).filter((error) => error)).toEqual([]);
    if (!converged) expect(candidates.length).toBeGreaterThan(0);
  }
  expect(new Set(trials.map(({ key }) => key)).size).toBe(trials.length);
}

/** A pure function changes nothing that it is given. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}
