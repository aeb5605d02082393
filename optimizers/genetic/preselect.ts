import type { Genetics, Individual } from './evolve.js';
import { GaussianProcess } from './gaussian-process.js';

/** Members from which a model of the losses is worth having. */
const LEAST_MEMBERS = 5;
/** Losses this many times as far from the best as the median are cut: how bad the hopeless are says little. */
const CUT = 3;
/** Standard deviations by which a doubtful genome is favoured. */
const OPTIMISM = 2;

/**
 * The most promising of a brood, chosen by a model of the losses of those that were measured: a genetic algorithm's
 * children are many and cheap, trials are few and dear (surrogate-assisted preselection, Jin 2011). One after the other
 * by lower confidence bound, each expected to turn out as predicted before the next is chosen.
 *
 * @param brood genomes of which `count` are wanted, none twice; the first ones are taken while too little is known.
 */
export function preselect<Genome>(
  genetics: Genetics<Genome>,
  population: readonly Individual<Genome>[],
  brood: readonly Genome[],
  count: number,
): Genome[] {
  if (brood.length <= count || population.length < LEAST_MEMBERS) return brood.slice(0, count);
  const model = new GaussianProcess(
    population.map(({ genome }) => genetics.encode(genome)),
    cutLosses(population.map(({ loss }) => loss)),
  );
  let left = brood.map((genome) => ({ genome, prediction: model.predict(genetics.encode(genome)) }));
  return Array.from({ length: count }, () => {
    const bounds = left.map(({ prediction: { mean, deviation } }) => mean - OPTIMISM * deviation);
    const [chosen] = left.splice(bounds.indexOf(Math.min(...bounds)), 1);
    left = left.map(({ genome, prediction }) => ({ genome, prediction: model.believe(prediction, chosen.prediction) }));
    return chosen.genome;
  });
}

function cutLosses(losses: readonly number[]): number[] {
  const sorted = [...losses].sort((a, b) => a - b);
  const limit = sorted[0] + CUT * (sorted[Math.floor(sorted.length / 2)] - sorted[0]);
  return losses.map((loss) => Math.min(loss, limit));
}
