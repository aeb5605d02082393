import { defaultPoint, type Point, type SearchSpace } from '../../contracts/space.js';
import type { Random } from '../../random/index.js';
import { Distinct } from './evolve.js';
import { latinHypercube } from './latin-hypercube.js';
import { pointGenetics } from './points.js';

/** Mutation strength around the best point known before the first generation, in units of a parameter's range. */
const NEAR = 0.2;

/**
 * The first generation over a space: the default point, then by turns a mutant of the best point known and a point of a
 * space-filling sample. In this order, so that a search cut short has tried what is likeliest to be good.
 *
 * @param best the best point known so far; null for none.
 */
export function firstGeneration(
  space: SearchSpace,
  best: Point | null,
  isTried: (point: Point) => boolean,
  count: number,
  random: Random,
): Point[] {
  const genetics = pointGenetics(space);
  const points = new Distinct(genetics, isTried);
  const centre = best ?? defaultPoint(space);
  const sample = latinHypercube(space, Math.ceil(count / 2), random);
  if (count > 0) points.add(defaultPoint(space));
  for (let i = 0; points.genomes.length < count && i < 20 * count; i++) {
    points.add(i % 2 === 0 ? genetics.mutate(centre, NEAR, random) : (sample.pop() ?? genetics.sample(random)));
  }
  while (points.genomes.length < count && points.addLeft(random));
  return points.genomes;
}
