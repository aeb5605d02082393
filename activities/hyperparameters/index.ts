import type { AdvanceInput, AdvanceOutput } from '../../contracts/axis.js';
import { candidateHash, defaultCandidate, type Candidate } from '../../contracts/candidate.js';
import type { Trial } from '../../contracts/trial.js';
import { incumbentError, recommendTrial } from '../../optimizers/genetic/incumbent.js';
import { sameBase } from '../../optimizers/genetic/lineage.js';
import { leastLoss } from '../../optimizers/genetic/loss.js';
import { countProgress } from '../../optimizers/genetic/progress.js';
import { usefulColumns } from '../../optimizers/opening.js';
import { createRandom } from '../../random/index.js';
import type { Axis } from '../axis/axis.js';
import { chooseLineages, generationSize, splitGeneration } from './allocate.js';
import { breedCandidates, updateLineages } from './lineages.js';
import { describeStep } from './note.js';
import { readState, writeState, type ParadigmLineage, type State } from './state.js';

/** Generations without improvement after which the axis has converged. */
const PATIENCE = 3;
/** Generations at most: by then the memory of what was tried is full. */
const MAX_GENERATIONS = 40;

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
  const { context, incumbent, trialsLeft } = input;
  const error = incumbentError(context, incumbent);
  const state = takeTrials(readState(context, input.state), input, error);
  const stop = stopReason(state, trialsLeft);
  const bred = chooseLineages(context, state.lineages, error, state.generation);
  const candidates = stop ? [] : state.lineages.length === 0 ? firstTrials(input, state) : breed(input, state, bred);
  for (const candidate of candidates) state.tried.add(candidateHash(candidate));
  return {
    state: writeState(context, countGeneration(state, candidates)),
    candidates,
    converged: candidates.length === 0,
    choice: recommendTrial(context, incumbent, lineageOf(state.lineages, incumbent)),
    note: describeStep(context.metric, state, candidates, stop),
  };
}

function takeTrials(earlier: State, { context, trials, incumbent }: AdvanceInput, error: number): State {
  for (const { candidate } of trials) earlier.tried.add(candidateHash(candidate));
  const lineages = updateLineages(context, earlier.lineages, trials, incumbent);
  if (lineages.length === 0) return earlier;
  const { loss } = leastLoss(lineages.map(({ best }) => best));
  const [before, after] = [lineageOf(earlier.lineages, incumbent), lineageOf(lineages, incumbent)];
  // Scores on other columns, transforms or architectures start anew.
  const best = before && after && !sameBase(before, after) ? null : earlier.best;
  return { ...earlier, lineages, ...countProgress({ ...earlier, best }, loss, error) };
}

function lineageOf(lineages: readonly ParadigmLineage[], trial: Trial | null): ParadigmLineage | undefined {
  return lineages.find(({ paradigm }) => paradigm === trial?.candidate.paradigm);
}

/** Why there should be no further generation, in words, or null. */
function stopReason({ generation, stale }: State, trialsLeft: number | null): string | null {
  if (stale >= PATIENCE) return `no improvement beyond noise in ${PATIENCE} generations`;
  if (generation >= MAX_GENERATIONS) return `${MAX_GENERATIONS} generations were bred`;
  return trialsLeft === 0 ? 'no trials are left' : null;
}

/** Where nothing was completed yet: the paradigms at their defaults on the useful columns, those that were not tried. */
function firstTrials({ context, trialsLeft }: AdvanceInput, { tried }: State): Candidate[] {
  const features = usefulColumns(context);
  return context.paradigms
    .map((paradigm) => defaultCandidate(paradigm, features))
    .filter((candidate) => !tried.has(candidateHash(candidate)))
    .slice(0, trialsLeft ?? undefined);
}

function breed(input: AdvanceInput, { tried }: State, lineages: readonly ParadigmLineage[]): Candidate[] {
  const { context, incumbent, seed, trialsLeft } = input;
  const paradigms = lineages.map(({ paradigm }) => context.paradigms.find(({ id }) => id === paradigm)!);
  const parameters = Math.max(...paradigms.map((paradigm) => paradigm.hyperparameters.length));
  const counts = splitGeneration(generationSize(parameters, trialsLeft), lineages.length);
  const random = createRandom(seed);
  return lineages.flatMap((lineage, i) => {
    const features = incumbent?.candidate.features ?? lineage.base.features;
    return breedCandidates(paradigms[i], lineage, features, counts[i], tried, random);
  });
}

/** The state after a generation; trials that only make a start are none. */
function countGeneration(state: State, candidates: readonly Candidate[]): State {
  if (candidates.length === 0 || state.lineages.length === 0) return state;
  const bred = new Set(candidates.map(({ paradigm }) => paradigm));
  const lineages = state.lineages.map((lineage) =>
    bred.has(lineage.paradigm) ? { ...lineage, generations: lineage.generations + 1 } : lineage,
  );
  return { ...state, generation: state.generation + 1, lineages };
}
