import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

// Not flushed to the disk one by one (that costs more than a cheap trial): what a power cut tears is found by its
// checksum when it is read.
const OPTIONS = { fsync: false };

/**
 * Writes a whole file or nothing: to a temporary name beside it, then renamed over it.
 *
 * @throws Error that says what to do where the disk is full.
 */
export async function writeWhole(path: string, data: Uint8Array | string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, toBuffer(data), OPTIONS);
  } catch (error) {
    throw explained(error, path);
  }
}

/** As `writeWhole`, for threads whose training blocks them. */
export function writeWholeSync(path: string, data: Uint8Array | string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileAtomic.sync(path, toBuffer(data), OPTIONS);
  } catch (error) {
    throw explained(error, path);
  }
}

function toBuffer(data: Uint8Array | string): Buffer | string {
  return typeof data === 'string' ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** What is wrong with a disk passes once somebody makes room: the server tries an activity again until then. */
export function explained(error: unknown, path: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code ?? '')) return error;
  const cause = code === 'EFBIG' ? 'the file would be larger than is allowed' : 'there is no space left';
  return new Error(
    `${path} cannot be written: ${cause} (${message}); make room ("coaxial store gc" may), and the search goes on`,
    { cause: error },
  );
}

/** A file's bytes, or null where there is none. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  return readFile(path).catch(nullIfAbsent);
}

export function readIfThereSync(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    return nullIfAbsent(error);
  }
}

/** For `catch`: null where there is no such file or folder. */
export function nullIfAbsent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

/** Puts a damaged file aside, where nothing reads it and a person may look at it. @returns where it lies now */
export async function quarantine(root: string, path: string, name = basename(path)): Promise<string> {
  const aside = join(root, 'quarantine', name);
  await mkdir(dirname(aside), { recursive: true });
  // Another process may have found the damage at the same time.
  await rename(path, aside).catch(nullIfAbsent);
  return aside;
}

export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true, recursive: true });
}

const DIGEST_BYTES = 32;

/** Bytes with their SHA-256 before them. */
export function sealed(bytes: Uint8Array): Buffer {
  return Buffer.concat([createHash('sha256').update(bytes).digest(), bytes]);
}

/** The bytes of `sealed`, at an address that is a multiple of 8; null where they are damaged. */
export function unsealed(file: Uint8Array): Uint8Array | null {
  const bytes = Uint8Array.from(file.subarray(DIGEST_BYTES));
  const digest = createHash('sha256').update(bytes).digest();
  return file.length >= DIGEST_BYTES && digest.equals(file.subarray(0, DIGEST_BYTES)) ? bytes : null;
}
