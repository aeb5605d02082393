/** The default texts for a missing value; an empty text always is one. */
export const MISSING_WORDS: readonly string[] = [
  ...['NA', 'N/A', 'n/a', '<NA>', '#N/A', '#NA', 'NaN', 'nan', 'NAN', '-nan', 'null', 'NULL', 'Null', '?'],
  ...['#NULL!', '#VALUE!', '#DIV/0!', '#REF!', '#NAME?', '#NUM!', '1.#QNAN', '-1.#IND'],
];

/**
 * Words that are a value among categories, but missing values among numbers or dates, whatever their number. They are
 * counted.
 */
const NO_NUMBER = new Set([
  ...['-', '--', '---', '–', '—', '.', '..', '...', '*', 'none', 'nil', 'na', 'n.a.', 'n.a', 'n.d.', 'nd', 'n/d'],
  ...['unknown', 'missing', 'not available', 'not applicable', 'not reported', '(blank)', '(null)', 'tbd', '\\n'],
]);

export function isNoNumber(text: string): boolean {
  return text.length <= 14 && NO_NUMBER.has(text.toLowerCase());
}

/** Tests whether a text stands for a missing value. */
export function missingTest(words: readonly string[]): (text: string) => boolean {
  const set = new Set([...words, ...words.map(withoutZeros)]);
  const starts = new Set([...set].map((word) => word.charCodeAt(0)));
  const longest = Math.max(...[...set].map((word) => word.length)) + 4;
  return (text) => {
    if (text.length === 0) return true;
    if (text.length > longest || !starts.has(text.charCodeAt(0))) return false;
    return set.has(text) || (text.includes('.') && set.has(withoutZeros(text)));
  };
}

/** -999.0 is -999. */
function withoutZeros(text: string): string {
  return /^[+-]?\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text;
}

/**
 * Whether a word for missing values could be a value of this column: NA among country codes, null among names. This is
 * so if most other texts are one word of the same case.
 */
export function couldBeValue(word: string, others: readonly string[]): boolean {
  const shape = caseOf(word);
  if (shape === null) return false;
  const alike = others.filter((other) => caseOf(other) === shape && Math.abs(other.length - word.length) <= 4);
  return alike.length > others.length / 2;
}

function caseOf(text: string): 'upper' | 'lower' | 'capitalised' | null {
  if (/^\p{Lu}+$/u.test(text)) return 'upper';
  if (/^\p{Ll}+$/u.test(text)) return 'lower';
  return /^\p{Lu}\p{Ll}+$/u.test(text) ? 'capitalised' : null;
}
