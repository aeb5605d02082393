/** Currency prefixes that are neither a Unicode currency symbol nor an ISO 4217 code. */
const CURRENCY_WORDS = new Set(['kr', 'rs', 'fr', 'sfr', 'rm', 'zł', 'kč', 'ft', 'lei']);
const CURRENCY_CODES = new Set(Intl.supportedValuesOf('currency'));
const SAME: Readonly<Record<string, string>> = {
  ...{ us$: '$', usd: '$', eur: '€', euro: '€', gbp: '£', jpy: '¥', inr: '₹', rs: '₹' },
  // 1st, 2nd and 3rd are read as numbers.
  ...{ st: 'th', nd: 'th', rd: 'th' },
};
const SCALES: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, B: 1e9, bn: 1e9, Bn: 1e9 };
const SCALE_WORDS: Readonly<Record<string, number>> = {
  ...{ thousand: 1e3, lakh: 1e5, mio: 1e6, mn: 1e6, million: 1e6, crore: 1e7, mrd: 1e9, billion: 1e9 },
};
/** Factors of these letters next to a currency only: 5m may be metres, $5m is not. */
const MONEY_SCALES: Readonly<Record<string, number>> = { ...SCALES, m: 1e6, b: 1e9, t: 1e12, T: 1e12 };

/** Whether a text before a number is a currency. */
export function isCurrency(text: string): boolean {
  if (/\p{Sc}/u.test(text)) return true;
  const word = text.replace(/\.$/, '');
  return CURRENCY_CODES.has(word) || CURRENCY_WORDS.has(word.toLowerCase());
}

/** The normal form of a unit: equal for spellings such as `Years` and `year`. */
export function unitKey(unit: string): string {
  const word = unit.toLowerCase().replace(/\.$/, '');
  const singular = word.length > 2 && word.endsWith('s') ? word.slice(0, -1) : word;
  return SAME[word] ?? SAME[singular] ?? singular;
}

export interface Measure {
  /** What stands before and behind a number; null for nothing. */
  unit: string | null;
  /** What the number is multiplied by: 1000 for `5k`. */
  scale: number;
}

/**
 * Parses the text before a number (a currency) and the text behind it.
 *
 * @param close whether the text behind follows without a blank
 */
export function measureOf(before: string, behind: string, close: boolean): Measure {
  if (behind === '') return { unit: before || null, scale: 1 };
  const letters = /^[a-zA-Z]+/.exec(behind)?.[0] ?? '';
  const rest = behind.slice(letters.length).replace(/^[. ]+/, '');
  const money = before !== '' || /^\p{Sc}/u.test(rest);
  if (rest === '' || /^\p{Sc}/u.test(rest)) {
    const scale = (close ? (money ? MONEY_SCALES : SCALES)[letters] : undefined) ?? SCALE_WORDS[letters.toLowerCase()];
    if (scale !== undefined) return { unit: before || rest || null, scale };
  }
  if (before === '' || unitKey(before) === unitKey(behind)) return { unit: before || behind, scale: 1 };
  return { unit: isCurrency(behind) ? behind : `${before} ${behind}`, scale: 1 };
}
