const QUOTE = 34;
const BACKSLASH = 92;
/** Characters next to the beginning or end of a field. */
const ENDS = new Set(Array.from(',;\t|\n\r', (sign) => sign.charCodeAt(0)));

/** A text in which quotes were escaped by backslashes. */
export interface Unescaped {
  /** As long as the given text, with "" for \". */
  text: Buffer;
  /**
   * Whether there is a quote behind a backslash that is not followed by the end of a field, so it cannot close a field.
   */
  isSure: boolean;
}

/** Doubles the quotes that are escaped by a backslash in quoted fields; null if there are none. */
export function unescapeQuotes(text: Buffer): Unescaped | null {
  if (!text.includes('\\"')) return null;
  const doubled = Buffer.from(text);
  let isSure = false;
  let isOpen = false;
  for (let i = 0; i < text.length; i++) {
    const next = text[i + 1];
    if (!isOpen) isOpen = text[i] === QUOTE && (i === 0 || ENDS.has(text[i - 1]));
    else if (text[i] === BACKSLASH && next === QUOTE) {
      doubled[i++] = QUOTE;
      isSure ||= !endsField(text[i + 1]);
    } else if ((text[i] === BACKSLASH && next === BACKSLASH) || (text[i] === QUOTE && next === QUOTE)) i++;
    else isOpen = text[i] !== QUOTE;
  }
  return { text: doubled, isSure };
}

function endsField(byte: number | undefined): boolean {
  return byte === undefined || byte === QUOTE || ENDS.has(byte);
}
