import { isUtf8 } from 'node:buffer';
import { UserError } from '../../../contracts/errors.js';
import { guessEncodings } from './guess-encoding.js';
import { lineAt } from './lines.js';
import { sampleCells } from './sample-cells.js';
import { countUtf8 } from './utf8.js';

export interface Detected {
  /** Most likely first. */
  encodings: string[];
  /** Bytes of the byte order mark before the text. */
  mark: number;
}

const MARKS: [encoding: string, bytes: number[]][] = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
];
const SAMPLE_BYTES = 65_536;
const MOST_TRIED = 4;
/** A damaged UTF-8 text has at most so many invalid bytes for each valid sequence. */
const MOST_BROKEN = 0.1;
/** In other encodings some bytes look like UTF-8 by chance, but fewer than this for each other byte. */
const MIXED = 0.5;
const FEWEST_FOR_MIXED = 3;

/**
 * Detects the encoding of a text.
 *
 * @throws UserError('InvalidData') for bytes that are not text, UTF-32, or a mix of UTF-8 and something else.
 */
export function detectEncoding(bytes: Buffer, name: string): Detected {
  const marked = byteOrderMark(bytes);
  const encoding = marked?.encodings[0] ?? withoutMark(bytes);
  if (encoding?.startsWith('utf-32')) {
    throw new UserError('InvalidData', `${name} is written in UTF-32, which is not read: save it as UTF-8`);
  }
  if (encoding?.startsWith('utf-16')) return marked ?? { encodings: [encoding], mark: 0 };
  refuseZeroBytes(bytes, name);
  if (bytes.includes('\x1b$')) {
    throw new UserError('InvalidData', `${name} is written in ISO-2022-JP, which is not read: save it as UTF-8`);
  }
  if (marked) return marked;
  return { encodings: isUtf8(bytes) ? ['utf-8'] : otherThanUtf8(bytes, name), mark: 0 };
}

/** The encoding that a byte order mark names; null without one. */
export function byteOrderMark(bytes: Uint8Array): Detected | null {
  const found = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte));
  return found ? { encodings: [found[0]], mark: found[1].length } : null;
}

/** UTF-16 or UTF-32 of a text without a byte order mark, detected by its zero bytes; null for other encodings. */
function withoutMark(bytes: Buffer): string | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES - (SAMPLE_BYTES % 4));
  const zeros = [0, 0, 0, 0];
  for (let i = sample.indexOf(0); i >= 0; i = sample.indexOf(0, i + 1)) zeros[i % 4]++;
  const [first, second, third, fourth] = zeros.map((count) => count / (sample.length / 4));
  if (second > 0.9 && third > 0.9) return first > fourth ? 'utf-32be' : 'utf-32le';
  const [high, low] = [first + third, second + fourth].map((share) => share / 2);
  // Delimiters, digits and line ends have a zero byte in any script; a few other characters have one on the other side.
  const encoding = low > high ? 'utf-16le' : 'utf-16be';
  if (Math.max(high, low) < 0.05 || Math.min(high, low) > 0.3 * Math.max(high, low)) return null;
  return isUtf16(sample, encoding) ? encoding : null;
}

/** Whether a text has no zero characters, no lone surrogates, and has line ends. */
function isUtf16(sample: Buffer, encoding: 'utf-16le' | 'utf-16be'): boolean {
  const even = sample.subarray(0, sample.length - (sample.length % 2));
  const text = (encoding === 'utf-16le' ? even : Buffer.from(even).swap16()).toString('utf16le');
  return (
    /[\r\n]/.test(text) && !/[\0-\x08\x0e-\x1a\ufffe\uffff]/.test(text) && !/\p{Surrogate}/u.test(text.slice(0, -1))
  );
}

/** @throws UserError('InvalidData') for zero bytes: the file is not text. */
export function refuseZeroBytes(bytes: Buffer, name: string): void {
  const first = bytes.indexOf(0);
  if (first < 0) return;
  const line = lineAt(bytes, first);
  const cause = bytes.subarray(first).every((byte) => byte === 0)
    ? 'from there on all are: it was not written to its end. Copy it again'
    : `a CSV file is needed, in UTF-8 or with its --encoding`;
  throw new UserError('InvalidData', `${name} is not text: line ${line}, byte ${first + 1} of the file is 0; ${cause}`);
}

function otherThanUtf8(bytes: Buffer, name: string): string[] {
  const { valid, broken } = countUtf8(bytes);
  if (broken <= MOST_BROKEN * valid) return ['utf-8'];
  const guessed = guessEncodings(sampleCells(bytes)).slice(0, MOST_TRIED);
  const ofManyBytes = /^(shift_jis|euc-|gb|big5)/.test(guessed[0]);
  if (ofManyBytes || valid < FEWEST_FOR_MIXED || valid < MIXED * broken) return guessed;
  throw new UserError(
    'InvalidData',
    `${name} mixes encodings: ${valid} characters are UTF-8, ${broken} are not. Write all of it in one, or say which to take with --encoding utf-8 or ${guessed[0]}`,
  );
}
