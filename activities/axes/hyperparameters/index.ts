import type { AdvanceInput, AdvanceOutput } from '../../../contracts/module/axis.js';
import { candidateHash, type Candidate } from '../../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import type { ParadigmDescription } from '../../../contracts/candidate/paradigm.js';
import type { Trial } from '../../../contracts/candidate/trial.js';
import { pullArms } from '../../../optimizers/bandit/improvement.js';
import { collaboratorOf } from '../../../optimizers/genetic/collaborator.js';
import { generationSize } from '../../../optimizers/genetic/generation-size.js';
import { incumbentError, recommendTrial } from '../../../optimizers/genetic/incumbent.js';
import { sameBase } from '../../../optimizers/genetic/lineage.js';
import { leastLoss } from '../../../optimizers/genetic/loss.js';
import { countProgress, patience } from '../../../optimizers/genetic/progress.js';
import { breedCandidates, updateLineages, updateOther } from '../../../optimizers/genetic/part-lineages.js';
import { untriedDefaults, usefulColumns } from '../../../optimizers/starting-candidates.js';
import { createRandom } from '../../../random/index.js';
import type { Axis } from '../../../optimizers/axis.js';
import { allocate } from './allocate.js';
import { describeStep } from './note.js';
import { HYPERPARAMETERS } from './part.js';
import { readState, writeState, type ParadigmLineage, type State } from './state.js';

/** Most generations, so that every search ends. */
const MAX_GENERATIONS = 200;

/**
 * Evolves the hyperparameters of several paradigms, with a genetic algorithm over the typed space of each; their shares
 * of a generation depend on their expected gains. Every completed trial of a paradigm, of any axis, is part of its
 * population; trials on other columns, transforms or architectures count as estimates.
 */
export const hyperparametersAxis: Axis = {
  declaration: {
    name: 'hyperparameters',
    activity: 'evolveHyperparameters',
    varies: 'part',
    requires: null,
    order: 50,
    share: 4,
    importances: 'none',
  },
  advance,
};

function advance(input: AdvanceInput): AdvanceOutput {
  const { context, incumbent } = input;
  const error = incumbentError(context, incumbent);
  const state = takeTrials(readState(context, input.state), input, error);
  const size = sizeOf(input, state);
  const stop = stopReason(state, size, input);
  const candidates = stop ? [] : state.lineages.length === 0 ? firstTrials(input, state) : breed(input, state, size);
  for (const candidate of candidates) state.tried.add(candidateHash(candidate));
  return {
    state: writeState(context, countGeneration(state, candidates)),
    candidates,
    converged: candidates.length === 0,
    choice: recommendTrial(context, incumbent, lineageOf(state.lineages, incumbent)),
    note: describeStep(context.metric, state, candidates, stop),
  };
}

function takeTrials(earlier: State, { context, trials, incumbent, elite }: AdvanceInput, error: number): State {
  for (const { candidate } of trials) earlier.tried.add(candidateHash(candidate));
  const lineages = updateLineages(HYPERPARAMETERS, context, earlier.lineages, trials, incumbent);
  const arms = pullArms(earlier.arms, context, trials);
  if (lineages.length === 0) return { ...earlier, arms };
  const other = updateOther(HYPERPARAMETERS, context, earlier.other, trials, collaboratorOf(incumbent, elite));
  const { loss } = leastLoss(lineages.map(({ best }) => best));
  const [before, after] = [lineageOf(earlier.lineages, incumbent), lineageOf(lineages, incumbent)];
  // On other columns, transforms or architectures progress starts again.
  const best = before && after && !sameBase(before, after) ? null : earlier.best;
  return { ...earlier, arms, lineages, other, ...countProgress({ ...earlier, best }, loss, error) };
}

function lineageOf(lineages: readonly ParadigmLineage[], trial: Trial | null): ParadigmLineage | undefined {
  return lineages.find(({ paradigm }) => paradigm === trial?.candidate.paradigm);
}

/** Why there should be no further generation, in words, or null. */
function stopReason(
  { generation, stale }: State,
  size: number,
  { trialsLeft, trialsNow }: AdvanceInput,
): string | null {
  if (stale >= patience(size, trialsLeft)) return `no improvement beyond noise in ${stale} generations`;
  if (generation >= MAX_GENERATIONS) return `${MAX_GENERATIONS} generations were bred`;
  return trialsNow === 0 ? 'no trials are left' : null;
}

/** If no trial was completed yet: the paradigms at their defaults on the useful columns, unless tried. */
function firstTrials({ context, trials, trialsNow }: AdvanceInput, { tried }: State): Candidate[] {
  return untriedDefaults(context, { features: usefulColumns(context) }, trials)
    .filter((candidate) => !tried.has(candidateHash(candidate)))
    .slice(0, trialsNow ?? undefined);
}

function breed({ context, incumbent, seed }: AdvanceInput, state: State, size: number): Candidate[] {
  const { other, stale, tried } = state;
  const random = createRandom(seed);
  const columns = incumbent?.candidate ?? null;
  const breeding = { part: HYPERPARAMETERS, context, columns, stale, tried, random };
  return allocate(context, state, size).flatMap(({ lineage, count }) =>
    breedCandidates(breeding, lineage, other, count),
  );
}

function paradigmOf({ paradigms }: SearchContext, { paradigm }: ParadigmLineage): ParadigmDescription {
  return paradigms.find(({ id }) => id === paradigm)!;
}

/** Candidates of a generation. */
function sizeOf({ context, trialsLeft, trialsNow }: AdvanceInput, { lineages, tried }: State): number {
  const spaces = lineages.map((lineage) => paradigmOf(context, lineage).hyperparameters.length);
  return Math.min(generationSize(Math.max(1, ...spaces), tried.size, trialsLeft), trialsNow ?? Infinity);
}

/** The state after a generation; the first trials at defaults do not count as one. */
function countGeneration(state: State, candidates: readonly Candidate[]): State {
  if (candidates.length === 0 || state.lineages.length === 0) return state;
  const bred = new Set(candidates.map(({ paradigm }) => paradigm));
  const lineages = state.lineages.map((lineage) =>
    bred.has(lineage.paradigm) ? { ...lineage, generations: lineage.generations + 1 } : lineage,
  );
  const other = state.other && { ...state.other, generations: state.other.generations + 1 };
  return { ...state, generation: state.generation + 1, lineages, other };
}
