import { constants } from 'node:buffer';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import { UserError } from '../../contracts/errors.js';

const MEGABYTE = 2 ** 20;
const CHUNK_BYTES = MEGABYTE;

/**
 * Decompresses a gzip file in pieces without keeping them, so that a file that is too large is refused before it takes
 * memory. A file that is not compressed passes.
 *
 * @throws UserError('InvalidData') for more than `maxBytes`, or a damaged file.
 */
export async function checkUnpackedSize(file: Buffer, name: string, maxBytes: number): Promise<void> {
  if (!isGzip(file)) return;
  let size = 0;
  const count = new Writable({
    write(chunk: Buffer, _, done) {
      size += chunk.length;
      done(size > maxBytes ? tooLarge(name, maxBytes) : null);
    },
  });
  try {
    await pipeline(Readable.from(pieces(file)), createGunzip({ chunkSize: CHUNK_BYTES }), count);
  } catch (error) {
    throw asUserError(error, name, maxBytes);
  }
}

/**
 * The bytes of a file, decompressed if it is gzip.
 *
 * @throws UserError('InvalidData') for more than `maxBytes`, or a damaged file.
 */
export function unpack(file: Buffer, name: string, maxBytes: number): Buffer {
  if (file.length > maxBytes) throw tooLarge(name, maxBytes);
  if (!isGzip(file)) return file;
  let text: Buffer;
  try {
    text = gunzipSync(file, { maxOutputLength: Math.floor(Math.max(1, Math.min(maxBytes, constants.MAX_LENGTH))) });
  } catch (error) {
    throw asUserError(error, name, maxBytes);
  }
  if (!isGzip(text)) return text;
  throw new UserError('InvalidData', `${name} is packed by gzip twice: unpack it once (gunzip)`);
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function* pieces(file: Buffer): Iterable<Buffer> {
  for (let start = 0; start < file.length; start += CHUNK_BYTES) yield file.subarray(start, start + CHUNK_BYTES);
}

function tooLarge(name: string, maxBytes: number): UserError {
  return new UserError(
    'InvalidData',
    `${name} has more than ${Number((maxBytes / MEGABYTE).toPrecision(3))} MB of text, the most that is read: raise data.maxMegabytes in temporal.yaml`,
  );
}

function asUserError(error: unknown, name: string, maxBytes: number): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(name, maxBytes);
  if (code === 'Z_BUF_ERROR') {
    return new UserError('InvalidData', `${name} is cut off: its gzip data end too early. Download or copy it again`);
  }
  if (!/^Z_/.test(code ?? '')) return error;
  return new UserError('InvalidData', `${name} is damaged: its gzip data cannot be unpacked (${message})`);
}
