import { randomUUID } from 'node:crypto';
import { accessSync, constants, lstatSync, mkdirSync, statSync, type Stats } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../contracts/errors.js';

/**
 * Makes a folder given by the user, and its parents, and checks that it can be written to.
 *
 * @param named the variable or option that gives it: `COAXIAL_HOME`, `--out`
 * @throws UserError with the cause
 */
export function makeFolder(path: string, named: string): void {
  const refuse = (why: string): never => {
    throw new UserError(named.startsWith('--') ? 'InvalidInput' : 'InvalidSettings', `${named}: ${path} ${why}`);
  };
  try {
    // Not with mkdir's `recursive`, which retries for ever on file systems without folders to create, such as /proc.
    const missing: string[] = [];
    let above = path;
    for (; statOf(above) === null; above = dirname(above)) missing.push(above);
    if (!statOf(above)!.isDirectory())
      refuse(above === path ? 'is not a folder' : `cannot be made: ${above} is not a folder`);
    for (const folder of missing.reverse()) makeOne(folder);
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof UserError) throw error;
    refuse(`cannot be ${message.includes('mkdir') ? 'made' : 'written to'}: ${REASONS[code] ?? message}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the disk is read-only',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'there is no space left on the disk',
  ENOENT: 'this file system takes no folders',
};

function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statOf(folder)?.isDirectory()) throw error;
  }
}

/** Null if there is nothing of this name. A broken link counts as something: no folder can be made in its place. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? linkOf(path) : null;
  }
}

function linkOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null; // does not exist, or reported by stat already
  }
}

/** Least free bytes of a disk that is not full: what a server's database needs when it is opened. */
const PROBE = new Uint8Array(2 ** 22);

/** Why nothing can be written into a folder at the moment, as a clause; null if it can. */
export async function whyNotWritable(folder: string): Promise<string | null> {
  const probe = join(folder, `${randomUUID()}.partial`);
  try {
    await writeFile(probe, PROBE);
    return null;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return code === 'EDQUOT' ? 'the quota is used up' : (REASONS[code] ?? message);
  } finally {
    await rm(probe, { force: true });
  }
}
