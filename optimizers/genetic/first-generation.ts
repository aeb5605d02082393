import type { Random } from '../../random/index.js';
import { Distinct, type Genetics } from './evolve.js';

/** Mutation strength around the best genome known before the first generation, in units of a parameter's range. */
const NEAR = 0.2;

/** The starting points of a first generation. */
export interface Beginning<Genome> {
  /** Tried first: the default. */
  first: Genome;
  /** The best known so far; null for none. */
  best: Genome | null;
  /** A sample that fills the space. */
  sample: readonly Genome[];
}

/**
 * The first generation over a space: the default, then alternately a mutant of the best known genome and one of a
 * space-filling sample. In this order, so that a search that ends early has tried the most promising ones.
 */
export function firstGeneration<Genome>(
  genetics: Genetics<Genome>,
  { first, best, sample }: Beginning<Genome>,
  isTried: (genome: Genome) => boolean,
  count: number,
  random: Random,
): Genome[] {
  const found = new Distinct(genetics, isTried);
  const left = [...sample];
  if (count > 0) found.add(first);
  for (let i = 0; found.genomes.length < count && i < 20 * count; i++) {
    found.add(i % 2 === 0 ? genetics.mutate(best ?? first, NEAR, random) : (left.shift() ?? genetics.sample(random)));
  }
  while (found.genomes.length < count && found.addLeft(random));
  return found.genomes;
}
