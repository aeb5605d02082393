import type { Random } from '../../random/index.js';

/**
 * The genetic operators of column sets, as sorted indices among `all` columns, never empty. Each column is a bit: the
 * wrapper approach of Kohavi and John (1997).
 */
export function columnGenetics(all: readonly number[]): {
  crossover(a: readonly number[], b: readonly number[], random: Random): number[];
  mutate(columns: readonly number[], strength: number, random: Random): number[];
  sample(random: Random): number[];
  encode(columns: readonly number[]): number[];
} {
  const sorted = (kept: ReadonlySet<number>, random: Random): number[] =>
    kept.size > 0 ? all.filter((column) => kept.has(column)) : [random.pick(all)];
  return {
    /** Uniform: each column as one of the parents has it. */
    crossover: (a, b, random) => {
      const [first, second] = [new Set(a), new Set(b)];
      const differ = [...a.filter((column) => !second.has(column)), ...b.filter((column) => !first.has(column))];
      for (const column of differ) if (random.chance(0.5)) toggle(first, column);
      return sorted(first, random);
    },
    /** Flips one bit, or more with greater strength; one time in four it only drops columns. */
    mutate: (columns, strength, random) => {
      const kept = new Set(columns);
      const drops = random.chance(0.25);
      const flips = Math.max(1, Math.round(strength * random.float() * all.length));
      for (let i = 0; i < flips; i++) {
        const column = random.pick(all);
        if (drops) kept.delete(column);
        else toggle(kept, column);
      }
      return sorted(kept, random);
    },
    /** Any share of the columns. */
    sample: (random) => {
      const share = random.float();
      return sorted(new Set(all.filter(() => random.chance(share))), random);
    },
    /** All bits together span the unit length, so that wide data do not dominate the distance of candidates. */
    encode: (columns) => {
      const kept = new Set(columns);
      return all.map((column) => (kept.has(column) ? 1 / Math.sqrt(all.length) : 0));
    },
  };
}

function toggle(set: Set<number>, column: number): void {
  if (!set.delete(column)) set.add(column);
}
