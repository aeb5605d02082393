import { canonicalJson } from '../../contracts/json.js';
import type { Random } from '../../random/index.js';
import { DEFAULT_EVOLUTION, Distinct, evolve, type Genetics } from './evolve.js';
import { firstGeneration, type Beginning } from './first-generation.js';
import { leastLoss } from './loss.js';
import { preselect } from './preselect.js';
import { bestMeasured, mergePopulation, type Member } from './population.js';

/** A completed trial: a genome's loss on a base (all of a candidate except the genome). */
export interface Measurement<Genome, Base> {
  key: string;
  base: Base;
  genome: Genome;
  loss: number;
}

/** A population that evolves on a base. */
export interface Lineage<Genome, Base> {
  base: Base;
  /** Generations bred. */
  generations: number;
  /** The best trial on this base. */
  best: { key: string; loss: number };
  members: readonly Member<Genome>[];
}

/** Members that a lineage keeps: more than its parents, as training data for the surrogate model. */
const POPULATION = 40;
/**
 * Children made for each one that is tried, and random immigrants. Fewer if many are tried at once, because making them
 * would then take longer than a cheap trial.
 */
const BROOD = 20;
const IMMIGRANTS = 5;
const MOST_BRED = 200;
/** Mutation strength of the second generation, its factor for each generation, and its minimum. */
const STRENGTH = 0.2;
const COOLING = 0.8;
const LEAST_STRENGTH = 0.05;
/** Largest share of a generation for measuring members whose loss is only estimated. */
const REMEASURED = 0.25;

/**
 * Adds measurements to a lineage.
 *
 * @param earlier null for a lineage that begins.
 * @param base to move to: the lineage's own or that of one of the measurements; null for that of the best trial.
 */
export function growLineage<Genome, Base>(
  earlier: Lineage<Genome, Base> | null,
  measurements: readonly Measurement<Genome, Base>[],
  base: Base | null,
): Lineage<Genome, Base> {
  const candidates = [...(earlier ? [{ base: earlier.base, loss: earlier.best.loss }] : []), ...measurements];
  const target = base ?? leastLoss(candidates).base;
  const groups = groupByBase(measurements);
  const here = groups.get(canonicalJson(target)) ?? [];
  groups.delete(canonicalJson(target));
  const stays = earlier !== null && sameBase(earlier, { base: target });
  const members = earlier?.members ?? [];
  const merged = {
    measured: [...(stays ? members.filter(({ estimated }) => !estimated) : []), ...here],
    estimates: stays ? members.filter(({ estimated }) => estimated) : [],
    elsewhere: [...(stays ? [] : [members]), ...groups.values()],
  };
  const { key, loss } = leastLoss([...(stays ? [earlier.best] : []), ...here]);
  return {
    base: target,
    generations: earlier?.generations ?? 0,
    best: { key, loss },
    members: mergePopulation(merged, POPULATION),
  };
}

/** Whether two lineages have the same base; losses on different bases are not comparable. */
export function sameBase(a: { base: unknown }, b: { base: unknown }): boolean {
  return canonicalJson(a.base) === canonicalJson(b.base);
}

function groupByBase<Genome, Base>(measurements: readonly Measurement<Genome, Base>[]) {
  const groups = new Map<string, Measurement<Genome, Base>[]>();
  for (const measurement of measurements) {
    const key = canonicalJson(measurement.base);
    groups.set(key, [...(groups.get(key) ?? []), measurement]);
  }
  return groups;
}

/**
 * The lineage's next generation: first the members whose estimate is better than the best measured loss, to measure
 * them; then the most promising of a larger set of new genomes, with a mutation strength that decreases in every
 * generation. At most `count`; fewer only if the space is nearly exhausted.
 *
 * @param beginning starting points of the first generation, besides the best member.
 * @param isTried whether a genome was tried on the lineage's base.
 */
export function breedLineage<Genome, Base>(
  genetics: Genetics<Genome>,
  { members, generations }: Lineage<Genome, Base>,
  beginning: Omit<Beginning<Genome>, 'best'>,
  isTried: (genome: Genome) => boolean,
  count: number,
  random: Random,
): Genome[] {
  const best = bestMeasured(members);
  const again = promising(members, best?.loss ?? Infinity)
    .filter((genome) => !isTried(genome))
    .slice(0, Math.ceil(REMEASURED * count));
  // A genome is checked several times, and `isTried` hashes a whole candidate.
  const taken = new Map(again.map((genome) => [canonicalJson(genome), true]));
  const isTaken = (genome: Genome): boolean => {
    const key = canonicalJson(genome);
    const known = taken.get(key) ?? isTried(genome);
    taken.set(key, known);
    return known;
  };
  const wanted = count - again.length;
  if (generations === 0) {
    const start = { ...beginning, best: best?.genome ?? null };
    return [...again, ...firstGeneration(genetics, start, isTaken, wanted, random)];
  }
  const strength = Math.max(LEAST_STRENGTH, STRENGTH * COOLING ** (generations - 1));
  const bred = Math.min(wanted * BROOD, MOST_BRED);
  const options = { ...DEFAULT_EVOLUTION, count: bred, strength };
  const brood = new Distinct(genetics, isTaken);
  evolve(genetics, members, isTaken, options, random).forEach((genome) => brood.add(genome));
  for (let i = 0; i < (bred * IMMIGRANTS) / BROOD; i++) brood.add(genetics.sample(random));
  return [...again, ...preselect(genetics, members, brood.genomes, wanted)];
}

function promising<Genome>(members: readonly Member<Genome>[], loss: number): Genome[] {
  return members
    .filter((member) => member.estimated && member.loss < loss)
    .sort((a, b) => a.loss - b.loss)
    .map(({ genome }) => genome);
}
