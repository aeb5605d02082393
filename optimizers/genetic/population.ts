import type { Individual } from './evolve.js';

/** An individual with what its loss stands on. */
export interface Member<Genome> extends Individual<Genome> {
  /** Its loss was measured on another base, and shifted by what the change of base made of the others. */
  estimated: boolean;
}

/** A genome's loss on a base: all of a candidate that is not the genome, as text. */
export interface Measurement<Genome> extends Individual<Genome> {
  base: string;
}

/** A population on its base; the base is null before the first measurement. */
export interface Population<Genome> {
  base: string | null;
  members: readonly Member<Genome>[];
}

/**
 * Takes measurements into a population that moves to a base: those on that base count as they are, all others (earlier
 * members too, if their base was another) as estimates. So nothing that was tried is wasted when another axis changes
 * what candidates are made of; who looks best by estimate is worth measuring anew.
 *
 * @param limit members kept, the best by loss; the best measured one always stays.
 */
export function absorb<Genome>(
  key: (genome: Genome) => string,
  population: Population<Genome>,
  measurements: readonly Measurement<Genome>[],
  base: string,
  limit: number,
): Member<Genome>[] {
  const moved = population.base !== base;
  const here = measurements.filter((measurement) => measurement.base === base);
  const measured = [
    ...(moved ? [] : population.members.filter(({ estimated }) => !estimated)),
    ...here.map(({ genome, loss }) => ({ genome, loss, estimated: false })),
  ];
  const elsewhere = groupByBase(measurements.filter((measurement) => measurement.base !== base));
  const estimated = [
    ...(moved ? align(key, population.members, measured) : population.members.filter((member) => member.estimated)),
    ...elsewhere.flatMap((group) => align(key, group, measured)),
  ];
  return keepBest(key, measured, estimated, limit);
}

function groupByBase<Genome>(measurements: readonly Measurement<Genome>[]): Measurement<Genome>[][] {
  const groups = new Map<string, Measurement<Genome>[]>();
  for (const measurement of measurements) {
    const group = groups.get(measurement.base);
    if (group) group.push(measurement);
    else groups.set(measurement.base, [measurement]);
  }
  return [...groups.values()];
}

/**
 * Losses of another base made comparable: shifted by the mean difference over the genomes measured on both, or, where
 * there is none, so that the best of both are level.
 */
function align<Genome>(
  key: (genome: Genome) => string,
  group: readonly Individual<Genome>[],
  measured: readonly Individual<Genome>[],
): Member<Genome>[] {
  if (group.length === 0) return [];
  const lossOf = new Map(measured.map(({ genome, loss }) => [key(genome), loss]));
  const differences = group.flatMap(({ genome, loss }) => {
    const here = lossOf.get(key(genome));
    return here === undefined ? [] : [here - loss];
  });
  const shift =
    differences.length > 0
      ? differences.reduce((a, b) => a + b, 0) / differences.length
      : measured.length > 0
        ? least(measured) - least(group)
        : 0;
  return group.map(({ genome, loss }) => ({ genome, loss: loss + shift, estimated: true }));
}

function keepBest<Genome>(
  key: (genome: Genome) => string,
  measured: readonly Member<Genome>[],
  estimated: readonly Member<Genome>[],
  limit: number,
): Member<Genome>[] {
  const byKey = new Map<string, Member<Genome>>();
  for (const member of [...measured, ...estimated]) {
    if (!byKey.has(key(member.genome))) byKey.set(key(member.genome), member);
  }
  const sorted = [...byKey.values()].sort((a, b) => a.loss - b.loss);
  const kept = sorted.slice(0, limit);
  const best = sorted.find((member) => !member.estimated);
  if (best && !kept.includes(best)) kept[kept.length - 1] = best;
  return kept;
}

/** The best measured member; undefined where none was measured. */
export function bestMeasured<Genome>(members: readonly Member<Genome>[]): Member<Genome> | undefined {
  return members
    .filter(({ estimated }) => !estimated)
    .reduce<Member<Genome> | undefined>(
      (best, member) => (best && best.loss <= member.loss ? best : member),
      undefined,
    );
}

const least = (individuals: readonly { loss: number }[]): number => Math.min(...individuals.map(({ loss }) => loss));
