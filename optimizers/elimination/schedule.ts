/**
 * Shares of the columns to keep in a round while more than so many are left; below, one column is dropped at a time.
 */
const KEPT: readonly { above: number; share: number }[] = [
  { above: 100, share: 0.5 },
  { above: 30, share: 0.7 },
  { above: 8, share: 0.8 },
];

/** Columns that are left after a round of recursive elimination that starts with `size` (> 1). */
export function nextSize(size: number): number {
  const share = KEPT.find(({ above }) => size > above)?.share;
  return share === undefined ? size - 1 : Math.min(size - 1, Math.round(size * share));
}

/**
 * The numbers of columns to try next, largest first, strictly between `floor` (known to be too few; 0 for none known)
 * and `size` (known to be enough).
 *
 * Without a floor they follow the rounds of recursive feature elimination (Guyon et al. 2002, with rounds that shrink
 * with the number of columns left), starting at the `used` columns that the model used. With a floor they divide the
 * interval into equal ratios.
 */
export function sizesToTry(size: number, floor: number, used: number, count: number): number[] {
  const sizes = new Set<number>();
  if (floor > 0) {
    for (let i = 1; i <= count; i++) sizes.add(Math.round(size * (floor / size) ** (i / (count + 1))));
  } else {
    if (used < size) sizes.add(used);
    for (let next = used < size ? used : size; next > 1 && sizes.size < count;) {
      next = nextSize(next);
      sizes.add(next);
    }
  }
  return [...sizes].filter((tried) => tried > floor && tried < size).slice(0, count);
}

/** A size is settled if one that is known to be too small is within this share of it. */
const NEAR = 0.1;

/**
 * Whether the search for a size can end: `size` columns are enough, `floor` are too few, and there is no size between
 * them; or only few, and at least two (`worse`) smaller sizes score worse, so that this is not by chance.
 */
export function isSettled(size: number, floor: number, worse: number): boolean {
  const gap = size - floor;
  return floor > 0 && (gap <= 1 || (worse >= 2 && gap <= NEAR * size));
}
