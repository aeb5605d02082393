import type { AdvanceInput, AdvanceOutput } from '../../contracts/axis.js';
import { candidateHash, defaultCandidate, type Candidate } from '../../contracts/candidate.js';
import { encodeColumns } from '../../contracts/column-set.js';
import type { SearchContext } from '../../contracts/context.js';
import { completed } from '../../contracts/trial.js';
import { TriedSet } from '../../optimizers/genetic/tried.js';
import { createRandom } from '../../random/index.js';
import type { Axis } from '../axis/axis.js';
import { chooseLineages, generationSize, splitGeneration, standardError } from './allocate.js';
import { breedLineage } from './breed.js';
import { lossOf, updateLineages } from './lineages.js';
import { describeStep } from './note.js';
import { readState, type Lineage } from './state.js';
import { countStale, stopReason } from './stop.js';

/**
 * Evolves the hyperparameters of the incumbent's paradigm, and of paradigms close behind it, with a genetic algorithm
 * over their typed spaces. Every completed trial of a paradigm is part of its population, whoever asked for it; trials
 * on other columns, transforms or architectures count as estimates.
 */
export const hyperparametersAxis: Axis = {
  declaration: { name: 'hyperparameters', activity: 'evolveHyperparameters', order: 50, share: 4, importances: false },
  advance,
};

function advance(input: AdvanceInput): AdvanceOutput {
  const { context, incumbent, trials } = input;
  const earlier = readState(input.state);
  const tried = new TriedSet(earlier.tried);
  for (const { candidate } of trials) tried.add(candidateHash(candidate));
  const lineages = updateLineages(context, earlier.lineages, trials, incumbent);
  const error = errorOf(input);
  const state = countStale(earlier, lineages, incumbent, error);
  const bred = chooseLineages(context, lineages, error, state.generation);
  const stop = stopReason(state, input.trialsLeft);
  const candidates = stop ? [] : lineages.length === 0 ? firstTrials(input, tried) : nextGeneration(input, bred, tried);
  for (const candidate of candidates) tried.add(candidateHash(candidate));
  return {
    state: { ...grow(state, candidates), tried: tried.toString() },
    candidates,
    converged: candidates.length === 0,
    choice: chooseTrial(input, lineages),
    note: describeStep(context.metric, state, candidates, stop),
  };
}

/** The standard error of the incumbent's score; 0 before there is one. */
function errorOf({ incumbent }: AdvanceInput): number {
  const outcome = incumbent && completed(incumbent);
  return outcome ? standardError(outcome) : 0;
}

/** Where nothing was completed yet: the paradigms at their defaults on the useful columns, those that were not tried. */
function firstTrials({ context, trialsLeft }: AdvanceInput, tried: TriedSet): Candidate[] {
  const features = encodeColumns(usefulColumns(context));
  return context.paradigms
    .map((paradigm) => defaultCandidate(paradigm, features))
    .filter((candidate) => !tried.has(candidateHash(candidate)))
    .slice(0, trialsLeft ?? undefined);
}

/** All columns where none is useful. */
function usefulColumns({ columns }: SearchContext): number[] {
  const all = columns.map((_, i) => i);
  const useful = all.filter((i) => columns[i].useful);
  return useful.length > 0 ? useful : all;
}

function nextGeneration(input: AdvanceInput, bred: readonly Lineage[], tried: TriedSet): Candidate[] {
  const { context, incumbent, seed, trialsLeft } = input;
  const paradigms = bred.map(({ paradigm }) => context.paradigms.find(({ id }) => id === paradigm)!);
  const parameters = Math.max(...paradigms.map((paradigm) => paradigm.hyperparameters.length));
  const counts = splitGeneration(generationSize(parameters, trialsLeft), bred.length);
  const random = createRandom(seed);
  return bred.flatMap((lineage, i) => {
    const features = incumbent?.candidate.features ?? lineage.base.features;
    return breedLineage(paradigms[i], lineage, features, counts[i], tried, random);
  });
}

/** The state after a generation; trials that only make a start are none. */
function grow<T extends { generation: number; lineages: Lineage[] }>(state: T, candidates: readonly Candidate[]): T {
  if (candidates.length === 0 || state.lineages.length === 0) return state;
  const bred = new Set(candidates.map(({ paradigm }) => paradigm));
  const lineages = state.lineages.map((lineage) =>
    bred.has(lineage.paradigm) ? { ...lineage, generations: lineage.generations + 1 } : lineage,
  );
  return { ...state, generation: state.generation + 1, lineages };
}

/**
 * The best trial on the incumbent's columns, transforms and architecture, where it is better than the incumbent: an
 * incumbent chosen for its fewer columns is not the best of all, so what improves it may go unnoticed by score.
 */
function chooseTrial({ context, incumbent }: AdvanceInput, lineages: readonly Lineage[]): string | null {
  const outcome = incumbent && completed(incumbent);
  const lineage = lineages.find(({ paradigm }) => paradigm === incumbent?.candidate.paradigm);
  if (!outcome || !lineage) return null;
  return lineage.best.loss < lossOf(context.metric, outcome.score) ? lineage.best.key : null;
}
