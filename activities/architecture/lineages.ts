import type { Architecture, ArchitectureSpace } from '../../contracts/architecture.js';
import {
  candidateHash,
  columnsOf,
  withColumns,
  type Candidate,
  type CandidateColumns,
} from '../../contracts/candidate.js';
import type { SearchContext } from '../../contracts/context.js';
import { canonicalJson } from '../../contracts/json.js';
import type { Metric } from '../../contracts/metric.js';
import type { ParadigmDescription } from '../../contracts/paradigm.js';
import { completed, type Trial } from '../../contracts/trial.js';
import { architectureGenetics } from '../../optimizers/genetic/architectures.js';
import { breedLineage, growLineage, type Measurement } from '../../optimizers/genetic/lineage.js';
import { lossOf } from '../../optimizers/genetic/loss.js';
import { bestMeasured } from '../../optimizers/genetic/population.js';
import type { TriedSet } from '../../optimizers/genetic/tried.js';
import type { Random } from '../../random/index.js';
import type { Base, NetworkLineage } from './state.js';

/** A paradigm that has architectures. */
export type NetworkParadigm = ParadigmDescription & { architecture: ArchitectureSpace };

export function networkParadigms({ paradigms }: SearchContext): NetworkParadigm[] {
  return paradigms.filter((paradigm): paradigm is NetworkParadigm => paradigm.architecture !== null);
}

/**
 * The lineages with the new trials taken in: one for each paradigm with architectures of which a trial was completed,
 * on the base of the incumbent where this is of the paradigm, else of its best trial.
 */
export function updateLineages(
  context: SearchContext,
  lineages: readonly NetworkLineage[],
  trials: readonly Trial[],
  incumbent: Trial | null,
): NetworkLineage[] {
  return networkParadigms(context).flatMap((paradigm) => {
    const earlier = lineages.find((lineage) => lineage.paradigm === paradigm.id) ?? null;
    const lead = incumbent ? measure(context.metric, paradigm, incumbent) : [];
    const measured = [...lead, ...trials.flatMap((trial) => measure(context.metric, paradigm, trial))];
    if (!earlier && measured.length === 0) return [];
    return [{ paradigm: paradigm.id, ...growLineage(earlier, measured, lead.at(0)?.base ?? null) }];
  });
}

/** A trial of this paradigm that was completed; else nothing. */
function measure(metric: Metric, paradigm: NetworkParadigm, trial: Trial): Measurement<Architecture, Base>[] {
  const { key, candidate } = trial;
  const outcome = completed(trial);
  if (!outcome || candidate.paradigm !== paradigm.id || !candidate.architecture) return [];
  return [
    { key, base: baseOf(paradigm, candidate), genome: candidate.architecture, loss: lossOf(metric, outcome.score) },
  ];
}

function baseOf(paradigm: NetworkParadigm, candidate: Candidate): Base {
  const { transforms, hyperparameters } = candidate;
  const own = canonicalJson(transforms) === canonicalJson(paradigm.transforms);
  return { ...columnsOf(candidate), transforms: own ? null : transforms, hyperparameters };
}

function candidateOf(paradigm: NetworkParadigm, base: Base, architecture: Architecture): Candidate {
  const { hyperparameters } = base;
  const transforms = base.transforms ?? paradigm.transforms;
  return { ...columnsOf(base), transforms, paradigm: paradigm.id, hyperparameters, architecture };
}

/**
 * The next candidates of a lineage, at most `count`.
 *
 * @param columns the incumbent's: a lineage on other columns tries its best on these, once.
 */
export function breedCandidates(
  paradigm: NetworkParadigm,
  lineage: NetworkLineage,
  columns: CandidateColumns,
  count: number,
  tried: TriedSet,
  random: Random,
): Candidate[] {
  const genetics = architectureGenetics(paradigm.architecture);
  const isTried = (candidate: Candidate): boolean => tried.has(candidateHash(candidate));
  const toCandidate = (architecture: Architecture): Candidate => candidateOf(paradigm, lineage.base, architecture);
  const best = bestMeasured(lineage.members);
  const elsewhere = best && withColumns(candidateOf(paradigm, lineage.base, best.genome), columns);
  const ported = elsewhere && count > 0 && !isTried(elsewhere) ? [elsewhere] : [];
  const architectures = breedLineage(
    genetics,
    lineage,
    {
      first: paradigm.architecture.default,
      sample: Array.from({ length: Math.ceil(count / 2) }, () => genetics.sample(random)),
    },
    (architecture) => isTried(toCandidate(architecture)),
    count - ported.length,
    random,
  );
  return [...ported, ...architectures.map(toCandidate)];
}
