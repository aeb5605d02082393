import { stripVTControlCharacters } from 'node:util';

/**
 * Text from data or from a server for a terminal: control characters and line separators in it may not act, nor may what
 * changes the direction of writing or cannot be seen.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu, '\ufffd');
}

/** `1 trial`, `2 trials`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A score with as many digits as people compare: 4 after the point, or 5 that signify for large and tiny ones. */
export function scoreText(score: number): string {
  const size = Math.abs(score);
  return size !== 0 && (size < 0.001 || size >= 1000) ? String(Number(score.toPrecision(5))) : score.toFixed(4);
}

/** Seconds as `8 s`, `2 min 05 s` or `1 h 20 min`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A word of a command line, as a POSIX shell reads it. */
export function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command for a person to type, in quotes: `"coaxial resume my-search"`. */
export function commandText(...words: string[]): string {
  return `"${commandLine(...words)}"`;
}

/** The same without quotes around it. */
export function commandLine(...words: string[]): string {
  return ['coaxial', ...words].map(quoted).join(' ');
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
