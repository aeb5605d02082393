import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../contracts/errors.js';

export interface DataRoots {
  /** The folder of temporal.yaml, the base of relative paths. */
  base: string;
  /** As given in temporal.yaml. */
  roots: readonly string[];
  maxMegabytes: number;
}

/**
 * The real path of a file in a workflow's input, if it is inside a data root.
 *
 * @throws UserError if it is outside, does not exist, is not a file, or is too large.
 */
export async function resolveInRoots(path: string, { base, roots, maxMegabytes }: DataRoots): Promise<string> {
  const wanted = resolve(base, path);
  const allowed = await Promise.all(roots.map((root) => realpath(resolve(base, root)).catch(() => null)));
  const real = await realpath(wanted).catch(() => null);
  // If the file does not exist, its folder decides, so that the answer does not reveal which files exist outside.
  const judged = real ?? (await wouldBe(wanted));
  if (!allowed.some((root) => root !== null && isInside(root, judged))) {
    const named = roots.length === 0 ? 'names none' : `names ${roots.join(', ')}`;
    throw new UserError(
      'InvalidInput',
      `data: ${path} lies outside the data roots; temporal.yaml (data.roots) ${named}. Move the file there, add its folder, or run "coaxial search" on it.`,
    );
  }
  const info = real === null ? null : await stat(real);
  if (real === null || !info?.isFile()) {
    throw new UserError(
      'InvalidInput',
      `data: ${path} is ${info ? 'no file' : 'not there'} (relative paths start at ${base})`,
    );
  }
  checkSize(path, info.size, maxMegabytes);
  return real;
}

/** The path that a file would have, with its folder's real path if the folder exists. */
async function wouldBe(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return join(folder, basename(path));
}

/** @throws UserError for a file that is larger than the project reads. */
export function checkSize(path: string, bytes: number, maxMegabytes: number): void {
  if (bytes <= maxMegabytes * 2 ** 20) return;
  throw new UserError(
    'InvalidData',
    `data: ${path} has ${Math.ceil(bytes / 2 ** 20)} MB, more than the ${maxMegabytes} MB that temporal.yaml (data.maxMegabytes) allows`,
  );
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
