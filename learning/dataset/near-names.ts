/** Longer names are not compared by edit distance. */
const LONGEST = 100;

/** The name that was probably meant by an unknown one; null if none is near. */
export function nearName(wanted: string, names: readonly string[]): string | null {
  const plain = plainly(wanted);
  let best: string | null = null;
  // One letter in three may be wrong.
  let least = Math.floor(plain.length / 3) + 1;
  for (const name of names) {
    const other = plainly(name);
    if (other === plain) return name;
    if (Math.abs(other.length - plain.length) >= least || Math.max(other.length, plain.length) > LONGEST) continue;
    const distance = editDistance(plain, other);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** ` (did you mean NAME?)`, or nothing. */
export function didYouMean(wanted: string, names: readonly string[]): string {
  const near = nearName(wanted, names);
  return near === null ? '' : ` (did you mean ${near}?)`;
}

/** Without case, blanks, dashes and differences of Unicode normal form. */
function plainly(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\u00ad\ufeff-]+/g, '');
}

/** Letters that are inserted, left out or replaced, or neighbours swapped (optimal string alignment). */
function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      const areSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(replaced, row[j] + 1, next[j - 1] + 1, areSwapped ? before[j - 2] + 1 : Infinity);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}
