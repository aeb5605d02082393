import iconv from 'iconv-lite';
import { createRequire } from 'node:module';

/** Encodings that are likely for a table, by the detector's names. */
const CANDIDATES = [
  ...['windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256'],
  ...['windows-1257', 'windows-1258', 'iso-8859-2', 'iso-8859-5', 'iso-8859-6', 'iso-8859-7', 'koi8-r', 'koi8-u'],
  ...['cp874', 'cp932', 'cp949', 'euc-jp', 'gb18030', 'big5', 'cp866', 'cp850', 'cp437', 'cp852', 'mac-roman'],
];
/** The usual names for some of the detector's names. */
const KNOWN_AS: Record<string, string> = {
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  cp874: 'windows-874',
  ibm866: 'cp866',
  macroman: 'macintosh',
};
/** Encodings from before Windows: they have to fit better. */
const OLD = new Set(['cp850', 'cp437', 'cp852', 'macintosh']);
const FALLBACK = 'windows-1252';
/**
 * Western European files are by far the most frequent: a few accents or a euro sign are no evidence for another
 * encoding.
 */
const FALLBACK_WEIGHT = 1.15;
const FALLBACK_HEAD_START = 0.008;
const OLD_WEIGHT = 0.9;

interface Detector {
  chardet: {
    detectAll(
      bytes: Uint8Array,
      options: { includeEncodings: string[]; ignoreThreshold: boolean },
    ): { encoding: string | null; confidence: number }[];
  };
}

/**
 * Likely encodings of a text that is not UTF-8, most likely first: by the detector's character frequencies, and by how
 * plausible the words are in each.
 *
 * @param sample cells of the table that hold bytes beyond ASCII
 */
export function guessEncodings(sample: Buffer): string[] {
  const signs = iconv.decode(sample, FALLBACK);
  if (!SIGNIFICANT.test(signs) && coherence(signs) === 1) return [FALLBACK];
  // Loaded only here: it has large tables.
  const { chardet } = createRequire(import.meta.url)('jschardet') as Detector;
  const scores = new Map<string, number>([[FALLBACK, 0]]);
  for (const { encoding, confidence } of chardet.detectAll(sample, {
    includeEncodings: CANDIDATES,
    ignoreThreshold: true,
  })) {
    const name = encoding?.toLowerCase();
    if (name !== undefined) scores.set(KNOWN_AS[name] ?? name, confidence);
  }
  return [...scores]
    .map(([encoding, score]) => ({
      encoding,
      value: weighted(encoding, score) * coherence(iconv.decode(sample, encoding)),
    }))
    .sort((a, b) => b.value - a.value)
    .map(({ encoding }) => encoding);
}

function weighted(encoding: string, score: number): number {
  if (encoding === FALLBACK) return score * FALLBACK_WEIGHT + FALLBACK_HEAD_START;
  return OLD.has(encoding) ? score * OLD_WEIGHT : score;
}

/** A non-ASCII letter, or two symbols together: without one, frequencies give no evidence (5 €, 20 °C, don’t). */
const SIGNIFICANT = /(?!\p{ASCII})\p{L}|[^\p{ASCII}\p{Z}]{2}|\ufffd/u;
/** Separators of words: ASCII symbols, digits, blanks. */
const BETWEEN = /(?:[\0-@[-`{-\x7f]|\p{Z})+/u;
const LATIN = /\p{Script=Latin}/u;
const OTHER_ALPHABET = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Thai}]/u;
/**
 * Implausible: a symbol within a word or before it, a capital after a small letter where one is not ASCII, or an
 * unassigned character.
 */
const ODD = [
  /\p{L}[\p{S}\p{No}\p{Pf}\p{Pi}\p{Ps}¡¿§¶†‡‰…](?<![’‘·´])\p{L}/u,
  /(^|\p{L})[\p{Sc}¤¬¦¹²³¼½¾±×÷]\p{L}/u,
  /\p{Ll}(?!\p{ASCII})\p{Lu}|(?<!\p{ASCII})(?<=\p{Ll})\p{Lu}/u,
  /[\p{Cc}\p{Co}\p{Cn}\u2500-\u259f\ufffd]/u,
];

/** Share of the non-ASCII words without anything implausible, squared. */
function coherence(text: string): number {
  const words = text.split(BETWEEN).filter((word) => /\P{ASCII}/u.test(word));
  const odd = words.filter(
    (word) => (LATIN.test(word) && OTHER_ALPHABET.test(word)) || ODD.some((sign) => sign.test(word)),
  );
  return words.length === 0 ? 1 : (1 - odd.length / words.length) ** 2;
}
