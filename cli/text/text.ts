import { stripVTControlCharacters } from 'node:util';

/**
 * Escapes text from data or a server for a terminal: control characters, line separators, characters that change the
 * writing direction, and invisible ones.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu, '\ufffd');
}

/** A score with 4 decimals, or 5 significant digits for large and tiny ones. */
export function scoreText(score: number): string {
  const size = Math.abs(score);
  return size !== 0 && (size < 0.001 || size >= 1000) ? String(Number(score.toPrecision(5))) : score.toFixed(4);
}

/**
 * A line broken between words, so that each part has at most `width` characters. A longer word stands alone.
 *
 * @param indent blanks before each part but the first
 */
export function wrapped(line: string, width: number, indent: number): string[] {
  const parts: string[] = [];
  let part = '';
  let hasWord = false;
  for (const word of line.split(' ')) {
    if (hasWord && stripVTControlCharacters(part).length + 1 + stripVTControlCharacters(word).length > width) {
      parts.push(part);
      part = ' '.repeat(indent) + word;
    } else {
      part = part === '' && !hasWord ? word : `${part} ${word}`;
    }
    hasWord ||= word !== '';
  }
  return [...parts, part];
}
