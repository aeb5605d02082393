import type { AdvanceInput, AdvanceOutput } from '../../../contracts/module/axis.js';
import { candidateHash, defaultCandidate, type Candidate } from '../../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import { completed, type Trial } from '../../../contracts/candidate/trial.js';
import { candidateGenetics } from '../../../optimizers/spaces/candidates.js';
import { generationSize } from '../../../optimizers/genetic/generation-size.js';
import { incumbentError } from '../../../optimizers/genetic/incumbent.js';
import { breedLineage, growLineage, type Measurement } from '../../../optimizers/genetic/lineage.js';
import { lossOf } from '../../../optimizers/genetic/loss.js';
import { countProgress, patience } from '../../../optimizers/genetic/progress.js';
import { untriedDefaults, usefulColumns } from '../../../optimizers/starting-candidates.js';
import { createRandom } from '../../../random/index.js';
import type { Axis } from '../../../optimizers/axis.js';
import { readState, writeState, type State } from './state.js';

/**
 * Evolves whole candidates, all of their parts at once: one genetic algorithm over columns, transforms, paradigm,
 * hyperparameters and architecture together, by the operators of each. The paradigms' defaults come first.
 */
export const jointAxis: Axis = {
  declaration: {
    name: 'joint',
    activity: 'evolveCandidates',
    varies: 'whole',
    requires: null,
    order: 0,
    share: 1,
    importances: 'none',
  },
  advance,
};

function advance(input: AdvanceInput): AdvanceOutput {
  const { context, trialsNow } = input;
  const state = takeTrials(readState(context, input.state), input);
  const { population } = state;
  const size = sizeOf(input, state);
  const stop = stopReason(input, state, size);
  const opening = untried(context, input.trials, state);
  const candidates = stop
    ? []
    : opening.length > 0
      ? opening.slice(0, trialsNow ?? undefined)
      : breed(input, state, size);
  for (const candidate of candidates) state.tried.add(candidateHash(candidate));
  const bred = population && candidates.length > 0 && opening.length === 0;
  const next = bred ? { ...state, population: { ...population, generations: population.generations + 1 } } : state;
  return {
    state: writeState(context, next),
    candidates,
    converged: candidates.length === 0,
    choice: null,
    note: describeStep(input, state, candidates, stop),
  };
}

/** Why there should be no further generation, in words, or null. */
function stopReason({ trialsLeft, trialsNow }: AdvanceInput, { stale }: State, size: number): string | null {
  if (trialsNow === 0) return 'no trials are left';
  return stale >= patience(size, trialsLeft) ? `no improvement beyond noise in ${stale} generations` : null;
}

/** Candidates of a generation. */
function sizeOf({ trialsLeft, trialsNow }: AdvanceInput, { population, tried }: State): number {
  const genes = (population?.members ?? []).map(({ genome }) => genesOf(genome));
  return Math.min(generationSize(Math.max(1, ...genes), tried.size, trialsLeft), trialsNow ?? Infinity);
}

function takeTrials(earlier: State, { context, trials, incumbent }: AdvanceInput): State {
  for (const { candidate } of trials) earlier.tried.add(candidateHash(candidate));
  const measured = trials.flatMap((trial) => measure(context, trial));
  if (!earlier.population && measured.length === 0) return earlier;
  const population = growLineage(earlier.population, measured, null);
  return {
    ...earlier,
    population,
    ...countProgress(earlier, population.best.loss, incumbentError(context, incumbent)),
  };
}

function measure({ metric }: SearchContext, trial: Trial): Measurement<Candidate, null>[] {
  const outcome = completed(trial);
  if (!outcome) return [];
  return [{ key: trial.key, base: null, genome: trial.candidate, loss: lossOf(metric, outcome.score) }];
}

/** In the first step, the paradigms' defaults. */
function untried(context: SearchContext, trials: readonly Trial[], { population }: State): Candidate[] {
  return population ? [] : untriedDefaults(context, { features: usefulColumns(context) }, trials);
}

function breed({ context, seed }: AdvanceInput, { population, tried }: State, count: number): Candidate[] {
  if (!population) return [];
  const random = createRandom(seed);
  const genetics = candidateGenetics(context);
  const [first] = context.paradigms;
  return breedLineage(
    genetics,
    population,
    {
      first: defaultCandidate(first, { features: usefulColumns(context) }),
      sample: Array.from({ length: Math.ceil(count / 2) }, () => genetics.sample(random)),
    },
    (candidate) => tried.has(candidateHash(candidate)),
    count,
    random,
  );
}

/** Approximate number of dimensions of a candidate; the columns count as one. */
function genesOf({ hyperparameters, architecture, transforms }: Candidate): number {
  const layers = architecture?.layers.length ?? 0;
  return 2 + Object.keys(hyperparameters).length + 3 * layers + Object.keys(transforms).length;
}

function describeStep(
  { context: { metric } }: AdvanceInput,
  { population }: State,
  candidates: readonly Candidate[],
  stop: string | null,
): string {
  if (!population) {
    return candidates.length > 0
      ? `Tries ${candidates.length} paradigms at their defaults.`
      : 'No trial was completed, so there is nothing to evolve.';
  }
  const standing = `best ${metric} ${lossOf(metric, population.best.loss).toPrecision(4)}`;
  if (candidates.length === 0) return `${stop ?? 'nothing new could be bred'}: ${standing}`;
  return `generation ${population.generations + 1} of whole candidates: ${candidates.length}, ${standing}`;
}
