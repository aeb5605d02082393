import type { Random } from '../../random/index.js';

/**
 * The genetics of column sets, as sorted indices among `all` columns; none is ever empty. In the words of Kohavi and
 * John (1997), the wrapper approach: each column is a bit.
 */
export function columnGenetics(all: readonly number[]): {
  crossover(a: readonly number[], b: readonly number[], random: Random): number[];
  mutate(columns: readonly number[], strength: number, random: Random): number[];
  sample(random: Random): number[];
  encode(columns: readonly number[]): number[];
} {
  const where = (keeps: (column: number) => boolean, random: Random): number[] => {
    const kept = all.filter(keeps);
    return kept.length > 0 ? kept : [random.pick(all)];
  };
  return {
    /** Uniform: each column as one of the parents has it. */
    crossover: (a, b, random) => {
      const sets = [new Set(a), new Set(b)];
      return where((column) => random.pick(sets).has(column), random);
    },
    /** Flips some bits: one, or more where the strength is greater; once in four times only drops columns. */
    mutate: (columns, strength, random) => {
      const kept = new Set(columns);
      const drops = random.chance(0.25);
      const share = Math.max(1 / all.length, strength * random.float());
      return where((column) => (random.chance(share) ? !drops && !kept.has(column) : kept.has(column)), random);
    },
    /** Any share of the columns. */
    sample: (random) => {
      const share = random.float();
      return where(() => random.chance(share), random);
    },
    /** All bits together span the unit length, so that wide data do not drown the rest of a candidate. */
    encode: (columns) => {
      const kept = new Set(columns);
      return all.map((column) => (kept.has(column) ? 1 / Math.sqrt(all.length) : 0));
    },
  };
}
