import { gunzipSync } from 'node:zlib';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { isUtf8 } from 'node:buffer';
import { UserError } from '../../contracts/errors.js';
import { checkEncoding } from './encoding-names.js';

const SAMPLE_BYTES = 65_536;

export interface DecodedText {
  /** As UTF-8. */
  text: Buffer;
  encoding: string;
}

/**
 * A file's text as UTF-8 bytes: unpacked where it is gzip, converted where it is of another encoding.
 *
 * @throws UserError('InvalidData') for bytes that are not text, UserError('InvalidInput') for an unknown encoding.
 */
export function decodeText(file: Uint8Array, name: string, encoding?: string): DecodedText {
  if (encoding !== undefined) checkEncoding(encoding, 'encoding');
  const bytes = unpack(Buffer.from(file.buffer, file.byteOffset, file.byteLength), name);
  const taken = encoding ?? detectEncoding(bytes, name);
  if (taken === 'utf-8') return { text: bytes, encoding: taken };
  return { text: Buffer.from(iconv.decode(bytes, taken), 'utf8'), encoding: taken };
}

function detectEncoding(bytes: Buffer, name: string): string {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const nul = sample.indexOf(0);
  if (nul >= 0) throw new UserError('InvalidData', `${name} is not text: byte ${nul + 1} is 0. A CSV file is needed`);
  if (isUtf8(bytes)) return 'utf-8';
  const detected = chardet.detect(sample);
  return detected === null || /^utf|^ascii|^iso-8859-1$/i.test(detected) ? 'windows-1252' : detected.toLowerCase();
}

function unpack(bytes: Buffer, name: string): Buffer {
  if (!startsWith(bytes, [0x1f, 0x8b])) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new UserError('InvalidData', `${name} cannot be unpacked: ${(error as Error).message}`);
  }
}

function startsWith(bytes: Buffer, start: number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
