/** Each line is one pair of words, false first, that stands for no and yes. */
const PAIRS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['false', 'f'],
    ['true', 't'],
  ],
  [
    ['no', 'n'],
    ['yes', 'y'],
  ],
  [['off'], ['on']],
  [['nein'], ['ja']],
  [['non'], ['oui']],
  [['no'], ['si', 'sí', 'sim']],
  [['0'], ['1']],
];
const FALSE = new Set(PAIRS.flatMap(([words]) => words));
const TRUE = new Set(PAIRS.flatMap(([, words]) => words));

/** The truth that a word in any case stands for; null for other words. */
export function booleanOf(text: string): boolean | null {
  if (text.length > 5) return null;
  const word = canonicalText(text).toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : null;
}

/**
 * Whether all texts of a column are words for true or false, with both words of a pair present, and not only numbers.
 */
export function areBooleans(texts: readonly string[]): boolean {
  const words = new Set(texts.map((text) => canonicalText(text).toLowerCase()));
  if (words.size < 2 || ![...words].every((word) => TRUE.has(word) || FALSE.has(word))) return false;
  if ([...words].every((word) => /^\d$/.test(word))) return false;
  return PAIRS.some(([no, yes]) => no.some((word) => words.has(word)) && yes.some((word) => words.has(word)));
}

/**
 * One text for all spellings of a category: in Unicode's composed form (NFC), single blanks inside, 1.0 as 1.
 *
 * @param width digits that a code is filled up to with zeros from the left (see `codeWidth`)
 */
export function canonicalText(text: string, width: number | null = null): string {
  const composed = /^[\x21-\x7e]*$/.test(text) ? text : text.normalize('NFC').replace(/\s+/g, ' ');
  const whole = /^([+-]?\d+)\.0+$/.exec(composed)?.[1] ?? composed;
  return width !== null && whole.length < width && /^\d+$/.test(whole) ? whole.padStart(width, '0') : whole;
}

/** Two digits are hours or months: numbers, even if some have a leading zero. */
const FEWEST_CODE_DIGITS = 3;

/**
 * The number of digits of codes with leading zeros that all have the same length: 01234; null if they are not such
 * codes.
 */
export function codeWidth(texts: readonly string[]): number | null {
  const codes = texts.filter((text) => /^\d+$/.test(text));
  const width = codes[0]?.length ?? 0;
  if (width < FEWEST_CODE_DIGITS || codes.length < 2) return null;
  return codes.every(({ length }) => length === width) && codes.some((text) => text.startsWith('0')) ? width : null;
}

/** The longest whole numbers that doubles hold exactly have 15 digits, and some of 16. */
const EXACT_DIGITS = 15;

/** Whether some of these whole numbers would be equal as doubles: ids of many digits. */
export function wouldMerge(texts: readonly string[]): boolean {
  const long = texts.filter((text) => text.length > EXACT_DIGITS && /^\d+$/.test(text));
  return new Set(long.map(Number)).size < long.length;
}
