import { candidateHash, type Candidate } from '../../contracts/candidate.js';
import type { ParadigmDescription } from '../../contracts/paradigm.js';
import type { Point } from '../../contracts/space.js';
import { DEFAULT_EVOLUTION, evolve } from '../../optimizers/genetic/evolve.js';
import { firstGeneration } from '../../optimizers/genetic/first-generation.js';
import { pointGenetics } from '../../optimizers/genetic/points.js';
import { bestMeasured, type Member } from '../../optimizers/genetic/population.js';
import type { TriedSet } from '../../optimizers/genetic/tried.js';
import type { Random } from '../../random/index.js';
import { candidateOf, membersOf } from './lineages.js';
import type { Lineage } from './state.js';

/** Mutation strength of the second generation, what is left of it after each, and its least. */
const STRENGTH = 0.2;
const COOLING = 0.8;
const LEAST_STRENGTH = 0.05;
/** Part of a generation that may go to measuring anew what only looks good by estimate. */
const REMEASURED = 0.25;

/**
 * The next candidates of a lineage, at most `count`: fewer only where its space is nearly exhausted.
 *
 * @param features the incumbent's columns: a lineage of other columns tries its best on these once.
 */
export function breedLineage(
  paradigm: ParadigmDescription,
  lineage: Lineage,
  features: string,
  count: number,
  tried: TriedSet,
  random: Random,
): Candidate[] {
  const space = paradigm.hyperparameters;
  const members = membersOf(space, lineage);
  const best = bestMeasured(members)?.genome ?? null;
  const isTried = (candidate: Candidate): boolean => tried.has(candidateHash(candidate));
  const toCandidate = (point: Point): Candidate => candidateOf(paradigm, lineage.base, point);
  const ported = best ? [candidateOf(paradigm, { ...lineage.base, features }, best)] : [];
  const candidates = [...ported, ...promising(members, count).map(toCandidate)]
    .filter((candidate) => !isTried(candidate))
    .slice(0, count);
  const taken = new Set(candidates.map(candidateHash));
  const isTaken = (point: Point): boolean => {
    const candidate = toCandidate(point);
    return isTried(candidate) || taken.has(candidateHash(candidate));
  };
  const wanted = count - candidates.length;
  const points =
    lineage.generations === 0
      ? firstGeneration(space, best, isTaken, wanted, random)
      : evolve(pointGenetics(space), members, isTaken, evolution(lineage, wanted), random);
  return [...candidates, ...points.map(toCandidate)];
}

/** Those whose loss by estimate is less than the best that was measured. */
function promising(members: readonly Member<Point>[], count: number): Point[] {
  const best = bestMeasured(members)?.loss ?? Infinity;
  return members
    .filter(({ estimated, loss }) => estimated && loss < best)
    .sort((a, b) => a.loss - b.loss)
    .slice(0, Math.ceil(REMEASURED * count))
    .map(({ genome }) => genome);
}

function evolution({ generations }: Lineage, count: number) {
  const strength = Math.max(LEAST_STRENGTH, STRENGTH * COOLING ** (generations - 1));
  return { ...DEFAULT_EVOLUTION, count, strength };
}
