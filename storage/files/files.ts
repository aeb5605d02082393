import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import pLimit from 'p-limit';

/**
 * Most files that this process opens at once: limits of the system and the user may be low, and other uses count too.
 */
const OPEN_AT_ONCE = 32;
const limit = pLimit(OPEN_AT_ONCE);

/**
 * Runs a function that opens a file once fewer files than the limit are open. The function must not call this again.
 */
export function withFile<Result>(act: () => Promise<Result>): Promise<Result> {
  return limit(act);
}

/**
 * Writes a whole file or nothing: to a temporary name beside it, then renamed over it. It is not flushed to the disk
 * (that costs more than a cheap trial): damage by a power failure is found by the checksum when the file is read.
 *
 * @throws Error that says what to do if the disk is full; the file is then unchanged.
 */
export async function writeWhole(path: string, data: Uint8Array | string): Promise<void> {
  const partial = partialOf(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    // Continues after a short write, as on a disk that becomes full.
    await withFile(() => writeFile(partial, data));
    await rename(partial, path);
  } catch (error) {
    await removeFile(partial);
    throw describeDiskError(error, path);
  }
}

/** As `writeWhole`, for threads whose training blocks them. */
export function writeWholeSync(path: string, data: Uint8Array): void {
  const partial = partialOf(path);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(partial, data);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw describeDiskError(error, path);
  }
}

/** Temporary name of a file that is being written: unique across processes, threads and machines. */
export function partialOf(path: string): string {
  return `${path}.${randomUUID()}.partial`;
}

/** A full disk is not permanent: the server retries activities until there is room. */
export function describeDiskError(error: unknown, path: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EMFILE' || code === 'ENFILE') return new Error(`${path}: ${tooManyOpen(code)}`, { cause: error });
  if (!['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code ?? '')) return error;
  const cause = code === 'EFBIG' ? 'the file would be larger than is allowed' : 'there is no space left';
  return new Error(
    `${path} cannot be written: ${cause} (${message}); make room ("coaxial store gc" may), and the search goes on`,
    { cause: error },
  );
}

/** What to do where no more files can be opened: by this process (EMFILE), or by any (ENFILE). */
function tooManyOpen(code: 'EMFILE' | 'ENFILE'): string {
  return `too many open files: ${code === 'EMFILE' ? 'raise the limit (ulimit -n)' : 'the system has no more (fs.file-max)'}`;
}

/** A file's bytes, or null if it does not exist. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await withFile(() => readFile(path));
  } catch (error) {
    return nullIfAbsent(describeDiskError(error, path));
  }
}

export function readIfThereSync(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    return nullIfAbsent(error);
  }
}

/** For `catch`: null if there is no such file or folder. */
export function nullIfAbsent(error: unknown): null {
  return nullFor(error, 'ENOENT');
}

/** For `catch`: null if the file already exists. */
function nullIfThere(error: unknown): null {
  return nullFor(error, 'EEXIST');
}

/** For `catch`: null for errors with one of these codes; others are thrown. */
export function nullFor(error: unknown, ...codes: string[]): null {
  if (codes.includes((error as NodeJS.ErrnoException).code ?? '')) return null;
  throw error;
}

/** File systems refuse longer names than 255 bytes. */
const LONGEST_NAME = 200;

/**
 * Moves a damaged file to the quarantine, where it is not read but can be inspected.
 *
 * @param isDamaged checks the moved file: if another process has just written a new one, it is moved back
 * @param name of the file in the quarantine
 * @returns whether it was damaged indeed
 */
export async function quarantine(
  root: string,
  path: string,
  isDamaged: (path: string) => Promise<boolean>,
  name = relative(root, path).replaceAll(sep, '-'),
): Promise<boolean> {
  const aside = join(root, 'quarantine', name.slice(-LONGEST_NAME));
  const moving = join(root, 'quarantine', randomUUID());
  const now = new Date();
  await mkdir(dirname(aside), { recursive: true });
  // Its age in the quarantine counts from its discovery.
  await utimes(path, now, now).catch(nullIfAbsent);
  const isMoved = await rename(path, moving).then(() => true, nullIfAbsent);
  // Another process may have found the damage at the same time.
  if (!isMoved) return true;
  if (await isDamaged(moving)) {
    await rename(moving, aside);
    return true;
  }
  await link(moving, path).catch(nullIfThere);
  await removeFile(moving);
  return false;
}

/** For `quarantine`: a file is damaged unless its bytes can be parsed. */
export function unreadableBy(read: (bytes: Buffer) => unknown): (path: string) => Promise<boolean> {
  return async (path) => read(await readFile(path)) === null;
}

export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true, recursive: true });
}

const DIGEST_BYTES = 32;

/** Bytes with their SHA-256 before them. */
export function sealed(bytes: Uint8Array): Buffer {
  return Buffer.concat([createHash('sha256').update(bytes).digest(), bytes]);
}

/** The bytes of `sealed`, at an address that is a multiple of 8; null if they are damaged. */
export function unsealed(file: Uint8Array): Uint8Array | null {
  const bytes = Uint8Array.from(file.subarray(DIGEST_BYTES));
  const digest = createHash('sha256').update(bytes).digest();
  return file.length >= DIGEST_BYTES && digest.equals(file.subarray(0, DIGEST_BYTES)) ? bytes : null;
}
