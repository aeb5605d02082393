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
import { defaultPoint, pointError, type Point } from '../../contracts/space.js';
import { completed, type Trial } from '../../contracts/trial.js';
import { latinHypercube } from '../../optimizers/genetic/latin-hypercube.js';
import { breedLineage, growLineage, sameBase, type Measurement } from '../../optimizers/genetic/lineage.js';
import { lossOf } from '../../optimizers/genetic/loss.js';
import { pointGenetics } from '../../optimizers/genetic/points.js';
import { bestMeasured } from '../../optimizers/genetic/population.js';
import type { TriedSet } from '../../optimizers/genetic/tried.js';
import type { Random } from '../../random/index.js';
import type { Base, ParadigmLineage } from './state.js';

/**
 * The lineages with the new trials taken in: one for each paradigm of which a trial was completed. The incumbent's
 * stands on the incumbent's base, every other on that of its best trial.
 */
export function updateLineages(
  context: SearchContext,
  lineages: readonly ParadigmLineage[],
  trials: readonly Trial[],
  incumbent: Trial | null,
): ParadigmLineage[] {
  return context.paradigms.flatMap((paradigm) => {
    const earlier = lineages.find((lineage) => lineage.paradigm === paradigm.id) ?? null;
    const lead = incumbent ? measure(context.metric, paradigm, incumbent) : [];
    const measured = [...lead, ...trials.flatMap((trial) => measure(context.metric, paradigm, trial))];
    if (!earlier && measured.length === 0) return [];
    return [{ paradigm: paradigm.id, ...growLineage(earlier, measured, lead.at(0)?.base ?? null) }];
  });
}

/** The lineage of a collaborator's paradigm on the collaborator's base, with the new trials taken in; null for none. */
export function updateOther(
  context: SearchContext,
  earlier: ParadigmLineage | null,
  trials: readonly Trial[],
  collaborator: Trial | null,
): ParadigmLineage | null {
  const paradigm = context.paradigms.find(({ id }) => id === collaborator?.candidate.paradigm);
  const lead = paradigm && collaborator ? measure(context.metric, paradigm, collaborator).at(0) : undefined;
  if (!paradigm || !lead) return null;
  const measured = [lead, ...trials.flatMap((trial) => measure(context.metric, paradigm, trial))];
  const same = earlier?.paradigm === paradigm.id && sameBase(earlier, lead) ? earlier : null;
  return { paradigm: paradigm.id, ...growLineage(same, measured, lead.base) };
}

/** A trial of this paradigm that was completed inside its space; else nothing. */
function measure(metric: Metric, paradigm: ParadigmDescription, trial: Trial): Measurement<Point, Base>[] {
  const { key, candidate } = trial;
  const outcome = completed(trial);
  const genome = candidate.hyperparameters;
  if (!outcome || candidate.paradigm !== paradigm.id || pointError(paradigm.hyperparameters, genome)) return [];
  return [{ key, base: baseOf(paradigm, candidate), genome, loss: lossOf(metric, outcome.score) }];
}

function baseOf(paradigm: ParadigmDescription, candidate: Candidate): Base {
  const { transforms, architecture } = candidate;
  const own = canonicalJson(transforms) === canonicalJson(paradigm.transforms);
  return { ...columnsOf(candidate), transforms: own ? null : transforms, architecture };
}

function candidateOf(paradigm: ParadigmDescription, base: Base, hyperparameters: Point): Candidate {
  const { architecture } = base;
  const transforms = base.transforms ?? paradigm.transforms;
  return { ...columnsOf(base), transforms, paradigm: paradigm.id, hyperparameters, architecture };
}

/**
 * The next candidates of a lineage, at most `count`; fewer only where its space is nearly exhausted.
 *
 * @param columns the incumbent's: a lineage on other columns tries its best on these, once.
 */
export function breedCandidates(
  paradigm: ParadigmDescription,
  lineage: ParadigmLineage,
  columns: CandidateColumns,
  count: number,
  tried: TriedSet,
  random: Random,
): Candidate[] {
  const space = paradigm.hyperparameters;
  const isTried = (candidate: Candidate): boolean => tried.has(candidateHash(candidate));
  const toCandidate = (point: Point): Candidate => candidateOf(paradigm, lineage.base, point);
  const best = bestMeasured(lineage.members);
  const elsewhere = best && withColumns(candidateOf(paradigm, lineage.base, best.genome), columns);
  const ported = elsewhere && count > 0 && !isTried(elsewhere) ? [elsewhere] : [];
  const points = breedLineage(
    pointGenetics(space),
    lineage,
    { first: defaultPoint(space), sample: latinHypercube(space, Math.ceil(count / 2), random) },
    (point) => isTried(toCandidate(point)),
    count - ported.length,
    random,
  );
  return [...ported, ...points.map(toCandidate)];
}
