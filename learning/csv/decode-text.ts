import { gunzipSync } from 'node:zlib';
import chardet from 'chardet';
import { UserError } from '../../contracts/errors.js';

const SAMPLE_BYTES = 65_536;

/**
 * A file's text as UTF-8 bytes: unpacked where it is gzip, converted where it is UTF-16 or an 8-bit code page.
 *
 * @throws UserError('InvalidData') for bytes that are not text.
 */
export function decodeText(file: Uint8Array, name: string): Buffer {
  const bytes = unpack(Buffer.from(file.buffer, file.byteOffset, file.byteLength), name);
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (startsWith(bytes, [0xff, 0xfe])) return convert(bytes, 'utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return convert(bytes, 'utf-16be');
  const nul = sample.indexOf(0);
  if (nul >= 0) throw new UserError('InvalidData', `${name} is not text: byte ${nul + 1} is 0. A CSV file is needed`);
  if (isUtf8(bytes)) return bytes;
  const encoding = chardet.detect(sample);
  return convert(bytes, encoding === null || /^utf|^ascii/i.test(encoding) ? 'windows-1252' : encoding);
}

function unpack(bytes: Buffer, name: string): Buffer {
  if (!startsWith(bytes, [0x1f, 0x8b])) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new UserError('InvalidData', `${name} cannot be unpacked: ${(error as Error).message}`);
  }
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function convert(bytes: Buffer, encoding: string): Buffer {
  return Buffer.from(new TextDecoder(encoding).decode(bytes), 'utf8');
}

function startsWith(bytes: Buffer, start: number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
