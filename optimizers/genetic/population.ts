import { canonicalJson } from '../../contracts/json.js';
import type { Individual } from './evolve.js';
import { leastLoss } from './loss.js';

/** Significant digits kept of a loss, to keep a population short as text. */
const LOSS_DIGITS = 7;

/** An individual with its loss. */
export interface Member<Genome> extends Individual<Genome> {
  /** Its loss is an estimate: measured on another base and shifted by the mean change of the others. */
  estimated: boolean;
}

/** Input of `mergePopulation`. */
export interface Merge<Genome> {
  /** Losses measured on the base. */
  measured: readonly Individual<Genome>[];
  /** Estimates for the same base, made earlier. */
  estimates: readonly Individual<Genome>[];
  /** Losses measured on other bases, one group for each base. */
  elsewhere: readonly (readonly Individual<Genome>[])[];
}

/**
 * Merges losses measured on a base and, as estimates, those measured on others, so that earlier trials stay useful when
 * another axis changes the base. Members with the best estimates are measured again later.
 *
 * @param limit members kept, the best by loss; the best measured one always stays.
 */
export function mergePopulation<Genome>(
  { measured, estimates, elsewhere }: Merge<Genome>,
  limit: number,
): Member<Genome>[] {
  const lossOf = new Map(measured.map(({ genome, loss }) => [canonicalJson(genome), loss]));
  const shifted = elsewhere.flatMap((group) => {
    const shift = shiftOf(group, measured, lossOf);
    return group.map(({ genome, loss }) => ({ genome, loss: loss + shift }));
  });
  const byKey = new Map<string, Member<Genome>>();
  const add = (estimated: boolean) => (one: Individual<Genome>) => {
    const key = canonicalJson(one.genome);
    if (!byKey.has(key))
      byKey.set(key, { genome: one.genome, loss: Number(one.loss.toPrecision(LOSS_DIGITS)), estimated });
  };
  measured.forEach(add(false));
  [...estimates, ...shifted].forEach(add(true));
  return keepBest([...byKey.values()], limit);
}

/**
 * The shift that makes losses of another base comparable: the mean difference over the genomes measured on both or,
 * without such genomes, the difference between the best losses.
 */
function shiftOf<Genome>(
  group: readonly Individual<Genome>[],
  measured: readonly Individual<Genome>[],
  lossOf: ReadonlyMap<string, number>,
): number {
  const differences = group.flatMap(({ genome, loss }) => {
    const here = lossOf.get(canonicalJson(genome));
    return here === undefined ? [] : [here - loss];
  });
  if (differences.length > 0) return differences.reduce((a, b) => a + b, 0) / differences.length;
  return group.length === 0 || measured.length === 0 ? 0 : leastLoss(measured).loss - leastLoss(group).loss;
}

function keepBest<Genome>(members: Member<Genome>[], limit: number): Member<Genome>[] {
  const sorted = members.sort((a, b) => a.loss - b.loss);
  const kept = sorted.slice(0, limit);
  const best = bestMeasured(sorted);
  if (best && !kept.includes(best)) kept[kept.length - 1] = best;
  return kept;
}

/** The best measured member; null if none was measured. */
export function bestMeasured<Genome>(members: readonly Member<Genome>[]): Member<Genome> | null {
  const measured = members.filter(({ estimated }) => !estimated);
  return measured.length === 0 ? null : leastLoss(measured);
}
