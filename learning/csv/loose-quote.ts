const QUOTE = 34;
const LF = 10;
const CR = 13;
const BLANK = 32;

/** A quoted field that contains a line end and whose next quote does not close a field. */
export interface LooseQuote {
  /** Positions of its quotes. */
  opened: number;
  closed: number;
}

/** The first loose quote of a record, or null. @param start of the record; @param end behind it */
export function looseQuote(text: Buffer, start: number, end: number, delimiter: number): LooseQuote | null {
  const isEnd = (at: number): boolean => at >= end || [delimiter, LF, CR].includes(text[at]);
  for (let at = start; at < end; at++) {
    while (text[at] === BLANK) at++;
    const opened = at;
    if (text[opened] === QUOTE) {
      at = closing(text, opened, end);
      const goesOn = text.subarray(opened, at);
      if (!isEnd(at + 1) && (goesOn.includes(LF) || goesOn.includes(CR))) return { opened, closed: at };
    }
    while (!isEnd(at)) at++;
  }
  return null;
}

/** The quote that closes the one at `opened`; doubled quotes do not close it. */
function closing(text: Buffer, opened: number, end: number): number {
  let at = text.indexOf(QUOTE, opened + 1);
  while (at >= 0 && at < end && text[at + 1] === QUOTE) at = text.indexOf(QUOTE, at + 2);
  return at < 0 || at >= end ? end : at;
}
