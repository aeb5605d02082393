import { canonicalJson } from '../../contracts/json.js';
import type { Random } from '../../random/index.js';

/** The genetic operators of one kind of genome, a JSON value. Their results are within the space. */
export interface Genetics<Genome> {
  crossover(a: Genome, b: Genome, random: Random): Genome;
  /** @param strength standard deviation of numeric changes, in units of a parameter's range. */
  mutate(genome: Genome, strength: number, random: Random): Genome;
  /** A random genome of the space. */
  sample(random: Random): Genome;
  /** All genomes of a small finite space, else null. */
  all(): readonly Genome[] | null;
  /**
   * A point in a unit cube, of the same dimension for all genomes: close points for genomes that should have similar
   * scores.
   */
  encode(genome: Genome): number[];
}

export interface Individual<Genome> {
  genome: Genome;
  /** Lower is better. */
  loss: number;
}

export interface EvolveOptions {
  /** Genomes wanted. */
  count: number;
  /** Number of the best of the population that can become parents; they stay until better ones come (elitism). */
  parents: number;
  /** Individuals drawn in a tournament. */
  tournament: number;
  /** Probability of a child of two parents; the others are mutants of one. */
  crossover: number;
  strength: number;
}

export const DEFAULT_EVOLUTION = { parents: 6, tournament: 2, crossover: 0.6, strength: 0.15 };

/** Attempts to vary a parent before a random genome is taken instead. */
const ATTEMPTS = 30;

/**
 * The next generation of a genetic algorithm: tournament selection among the best, crossover, mutation, without genomes
 * that were tried before and without duplicates (Eiben and Smith, Introduction to Evolutionary Computing, 2015). Fewer
 * genomes are returned only if the space is nearly exhausted.
 *
 * @param population in any order; if empty, genomes are random.
 * @param isTried whether a genome was tried before.
 */
export function evolve<Genome>(
  genetics: Genetics<Genome>,
  population: readonly Individual<Genome>[],
  isTried: (genome: Genome) => boolean,
  options: EvolveOptions,
  random: Random,
): Genome[] {
  const parents = [...population].sort((a, b) => a.loss - b.loss).slice(0, options.parents);
  const children = new Distinct(genetics, isTried);
  while (children.genomes.length < options.count) {
    const added = tryOften((attempt) => {
      // Each failed attempt increases the strength.
      const strength = options.strength * (1 + attempt / 10);
      return children.add(
        parents.length === 0 ? genetics.sample(random) : breed(genetics, parents, { ...options, strength }, random),
      );
    });
    if (!added && !tryOften(() => children.add(genetics.sample(random))) && !children.addLeft(random)) break;
  }
  return children.genomes;
}

function tryOften(attempt: (attempt: number) => boolean): boolean {
  for (let i = 0; i < ATTEMPTS; i++) if (attempt(i)) return true;
  return false;
}

function breed<Genome>(
  genetics: Genetics<Genome>,
  parents: readonly Individual<Genome>[],
  { tournament, crossover, strength }: EvolveOptions,
  random: Random,
): Genome {
  const first = select(parents, tournament, random);
  if (parents.length === 1 || !random.chance(crossover)) return genetics.mutate(first, strength, random);
  const child = genetics.crossover(first, select(parents, tournament, random), random);
  return random.chance(0.5) ? genetics.mutate(child, strength, random) : child;
}

/** Tournament selection: the best of a few drawn with replacement from parents in ascending order of loss. */
function select<Genome>(parents: readonly Individual<Genome>[], size: number, random: Random): Genome {
  let best = parents.length;
  for (let i = 0; i < size; i++) best = Math.min(best, random.below(parents.length));
  return parents[best].genome;
}

/** Collects genomes that are new. */
export class Distinct<Genome> {
  readonly genomes: Genome[] = [];
  private readonly seen = new Set<string>();
  private left: Genome[] | null = null;

  constructor(
    private readonly genetics: Genetics<Genome>,
    private readonly isTried: (genome: Genome) => boolean,
  ) {}

  /** Adds a genome unless it was tried or added before. Returns whether it was added. */
  add(genome: Genome): boolean {
    const key = canonicalJson(genome);
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    if (this.isTried(genome)) return false;
    this.genomes.push(genome);
    return true;
  }

  /** Adds one of the remaining genomes of a small finite space; false if there is none. */
  addLeft(random: Random): boolean {
    this.left ??= random.shuffle([...(this.genetics.all() ?? [])]);
    for (let genome = this.left.pop(); genome !== undefined; genome = this.left.pop()) {
      if (this.add(genome)) return true;
    }
    return false;
  }
}
