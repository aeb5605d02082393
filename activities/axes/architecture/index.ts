import type { AdvanceInput, AdvanceOutput } from '../../../contracts/module/axis.js';
import { candidateHash, defaultCandidate, type Candidate } from '../../../contracts/candidate/candidate.js';
import type { Metric } from '../../../contracts/metric.js';
import { collaboratorOf } from '../../../optimizers/genetic/collaborator.js';
import { incumbentError, recommendTrial } from '../../../optimizers/genetic/incumbent.js';
import { sameBase } from '../../../optimizers/genetic/lineage.js';
import { leastLoss, lossOf } from '../../../optimizers/genetic/loss.js';
import { breedCandidates, updateLineages, updateOther } from '../../../optimizers/genetic/part-lineages.js';
import { countProgress } from '../../../optimizers/genetic/progress.js';
import { usefulColumns } from '../../../optimizers/starting-candidates.js';
import { createRandom } from '../../../random/index.js';
import type { Axis } from '../../../optimizers/axis.js';
import { ARCHITECTURE, networkParadigms } from './part.js';
import { readState, writeState, type NetworkLineage, type State } from './state.js';
import { GENERATION, stopReason } from './stop.js';

/** Candidates of one generation while no network is close to the incumbent. */
const CHALLENGE = 4;

/**
 * Evolves the architecture of the best neural network: depth, widths, activation, normalisation, dropout and skip
 * connections, on the columns, transforms and hyperparameters of its best trial. It ends early if networks are far
 * behind the incumbent (see `stopReason`), because their trials are the most expensive.
 */
export const architectureAxis: Axis = {
  declaration: {
    name: 'architecture',
    activity: 'evolveArchitecture',
    varies: 'part',
    requires: 'architecture',
    order: 40,
    share: 2,
    importances: 'none',
  },
  advance,
};

function advance(input: AdvanceInput): AdvanceOutput {
  const { context, incumbent, trialsNow } = input;
  const state = takeTrials(readState(input.state), input);
  const lineage = state.lineages.length === 0 ? null : leastOf(state.lineages);
  const stop = stopReason(input, state, lineage);
  const proposed = stop ? [] : lineage ? breed(input, state, lineage) : firstTrials(input, state);
  const candidates = proposed.slice(0, trialsNow ?? undefined);
  for (const candidate of candidates) state.tried.add(candidateHash(candidate));
  const bred = <One extends NetworkLineage | null>(one: One): One =>
    candidates.length > 0 && one?.paradigm === lineage?.paradigm && one
      ? { ...one, generations: one.generations + 1 }
      : one;
  const lead = state.lineages.find(({ paradigm }) => paradigm === incumbent?.candidate.paradigm);
  return {
    state: writeState({ ...state, lineages: state.lineages.map(bred), other: bred(state.other) }),
    candidates,
    converged: candidates.length === 0,
    choice: recommendTrial(context, incumbent, lead),
    note: describeStep(context.metric, lineage, candidates, stop),
  };
}

function leastOf(lineages: readonly NetworkLineage[]): NetworkLineage {
  return leastLoss(lineages.map((lineage) => ({ lineage, loss: lineage.best.loss }))).lineage;
}

function takeTrials(earlier: State, input: AdvanceInput): State {
  const { context, trials, incumbent, elite } = input;
  for (const { candidate } of trials) earlier.tried.add(candidateHash(candidate));
  const lineages = updateLineages(ARCHITECTURE, context, earlier.lineages, trials, incumbent);
  if (lineages.length === 0) return earlier;
  const leader = leastOf(lineages);
  const before = earlier.lineages.find(({ paradigm }) => paradigm === leader.paradigm);
  // On other columns, transforms or hyperparameters progress starts again.
  const best = before && !sameBase(before, leader) ? null : earlier.best;
  return {
    ...earlier,
    lineages,
    other: updateOther(ARCHITECTURE, context, earlier.other, trials, collaboratorOf(incumbent, elite)),
    ...countProgress({ ...earlier, best }, leader.best.loss, incumbentError(context, incumbent)),
  };
}

/** If no network was completed yet: each at its defaults on the incumbent's columns, unless tried. */
function firstTrials({ context, incumbent }: AdvanceInput, { tried }: State): Candidate[] {
  const columns = incumbent?.candidate ?? { features: usefulColumns(context) };
  return networkParadigms(context)
    .map((paradigm) => defaultCandidate(paradigm, columns))
    .filter((candidate) => !tried.has(candidateHash(candidate)));
}

function breed(input: AdvanceInput, { other, stale, tried }: State, lineage: NetworkLineage): Candidate[] {
  const { context, incumbent, seed, trialsNow } = input;
  const leads = incumbent?.candidate.paradigm === lineage.paradigm;
  const count = Math.min(leads ? GENERATION : CHALLENGE, trialsNow ?? Infinity);
  const columns = incumbent?.candidate ?? null;
  const breeding = { part: ARCHITECTURE, context, columns, stale, tried, random: createRandom(seed) };
  return breedCandidates(breeding, lineage, other, count);
}

/** What a step did, in one sentence. `lineage` is the one before the proposed generation. */
function describeStep(
  metric: Metric,
  lineage: NetworkLineage | null,
  candidates: readonly Candidate[],
  stop: string | null,
): string {
  if (!lineage) {
    return candidates.length > 0
      ? 'no network was trained yet: trains one at its defaults'
      : (stop ?? 'no network could be trained, so there is nothing to evolve');
  }
  const standing = `best ${metric} ${lossOf(metric, lineage.best.loss).toPrecision(4)}`;
  if (candidates.length === 0) return `${stop ?? 'all architectures were tried'}: ${standing} (${lineage.paradigm})`;
  const generation = lineage.generations + 1;
  return `generation ${generation} of ${lineage.paradigm}: ${candidates.length} architectures, ${standing}`;
}
