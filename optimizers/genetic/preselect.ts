import type { Genetics, Individual } from './evolve.js';
import { GaussianProcess } from './gaussian-process.js';

/** Least members for a surrogate model. */
const LEAST_MEMBERS = 5;
/** Losses are clipped at this multiple of the median's distance from the best: how bad the worst are is irrelevant. */
const CUT = 3;
/** Standard deviations subtracted from the mean in the lower confidence bound. */
const OPTIMISM = 2;

/**
 * Surrogate-assisted preselection (Jin 2011): chooses the most promising of many new genomes by a model of the measured
 * losses, because trials are expensive. They are chosen one after the other by lower confidence bound; each is assumed
 * to have its predicted loss before the next is chosen.
 *
 * @param brood distinct genomes of which `count` are wanted; while there are too few measurements, the first ones are
 *   taken.
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
