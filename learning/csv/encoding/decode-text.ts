import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { UserError } from '../../../contracts/errors.js';
import { byteOrderMark, detectEncoding, refuseZeroBytes, type Detected } from './detect-encoding.js';
import { checkEncoding } from './encoding-names.js';
import { lineAt } from './lines.js';

export interface DecodedText {
  /** As UTF-8, without a byte order mark. */
  text: Buffer;
  encoding: string;
  warnings: string[];
}

const CHUNK_BYTES = 2 ** 20;
const REPLACEMENT = '\ufffd';
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const LONGEST_EXAMPLE = 40;

/**
 * A text as UTF-8 bytes, converted from other encodings.
 *
 * @param asked the encoding; detected by default
 * @throws UserError('InvalidData') for bytes that are not text, UserError('InvalidInput') for an unknown encoding.
 */
export function decodeText(bytes: Buffer, name: string, asked?: string): DecodedText {
  if (asked !== undefined) checkEncoding(asked, 'encoding');
  const detected = asked === undefined ? detectEncoding(bytes, name) : withMark(bytes, name, asked);
  const { encoding, text, broken } = best(bytes.subarray(detected.mark), detected.encodings);
  const isSure = asked !== undefined || encoding === 'utf-8' || detected.mark > 0;
  const warnings = isSure ? [] : [guessWarning(text, encoding)];
  if (broken > 0) warnings.push(brokenWarning(text, encoding, broken));
  refuseZeroBytes(text, name);
  return { text: withoutMarks(text), encoding, warnings };
}

/** The requested encoding. A byte order mark of another encoding is a user's mistake. */
function withMark(bytes: Buffer, name: string, asked: string): Detected {
  const encodings = [asked.trim().toLowerCase()];
  const marked = byteOrderMark(bytes);
  if (!marked) return { encodings, mark: 0 };
  const plain = (text: string): string => text.replace(/[^a-z0-9]|le$|be$/g, '');
  if (plain(encodings[0]) === plain(marked.encodings[0])) return marked;
  throw new UserError(
    'InvalidInput',
    `encoding: ${name} begins with the mark of ${marked.encodings[0]}, so it is not ${asked}: leave --encoding away`,
  );
}

type Conversion = { encoding: string; text: Buffer; broken: number };

/** By the first encoding in which all bytes are characters, else by the first. */
function best(bytes: Buffer, encodings: readonly string[]): Conversion {
  let first: Conversion | null = null;
  for (const encoding of encodings) {
    const conversion = convert(bytes, encoding);
    if (conversion.broken === 0) return conversion;
    first ??= conversion;
  }
  return first!;
}

/** In pieces: a string cannot hold a large text. */
function convert(bytes: Buffer, encoding: string): Conversion {
  if (/^utf-?8$/.test(encoding) && isUtf8(bytes)) return { encoding: 'utf-8', text: bytes, broken: 0 };
  const decoder = iconv.getDecoder(encoding, { stripBOM: false });
  const parts: Buffer[] = [];
  let broken = 0;
  const keep = (text: string): void => {
    for (let i = text.indexOf(REPLACEMENT); i >= 0; i = text.indexOf(REPLACEMENT, i + 1)) broken++;
    parts.push(Buffer.from(text, 'utf8'));
  };
  for (let i = 0; i < bytes.length; i += CHUNK_BYTES) keep(decoder.write(bytes.subarray(i, i + CHUNK_BYTES)));
  keep(decoder.end() ?? '');
  return { encoding, text: Buffer.concat(parts), broken };
}

/** Files that were saved several times can have several marks. */
function withoutMarks(text: Buffer): Buffer {
  let start = 0;
  while (text.subarray(start, start + 3).equals(BYTE_ORDER_MARK)) start += 3;
  return text.subarray(start);
}

function guessWarning(text: Buffer, encoding: string): string {
  const at = text.findIndex((byte) => byte >= 0x80);
  const example = at < 0 ? '' : `, e.g. ${exampleAt(text, at)}`;
  return `the text is not UTF-8 and was taken for ${encoding}${example}; --encoding NAME sets another`;
}

function brokenWarning(text: Buffer, encoding: string, broken: number): string {
  const what = broken === 1 ? 'one character is' : `${broken} characters are`;
  return `${what} unreadable as ${encoding} and became ${REPLACEMENT}, e.g. ${exampleAt(text, text.indexOf(REPLACEMENT))}`;
}

/** The cell around a byte, quoted, and its line. */
function exampleAt(text: Buffer, at: number): string {
  const before = text
    .toString('utf8', Math.max(0, at - 4 * LONGEST_EXAMPLE), at)
    .split(/[,;\t|\r\n"]/)
    .at(-1)!;
  const after = text.toString('utf8', at, at + 4 * LONGEST_EXAMPLE).split(/[,;\t|\r\n"]/)[0];
  const cell = (before.slice(-LONGEST_EXAMPLE / 2) + after).slice(0, LONGEST_EXAMPLE).trim();
  return `${JSON.stringify(cell)} in line ${lineAt(text, at)}`;
}
