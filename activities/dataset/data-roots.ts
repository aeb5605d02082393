import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../contracts/errors.js';

export interface DataRoots {
  /** The folder of temporal.yaml, which relative paths start from. */
  base: string;
  /** As temporal.yaml names them. */
  roots: readonly string[];
  maxMegabytes: number;
}

/**
 * The real path of a file named in a workflow's input, once it is sure that it lies inside a data root.
 *
 * @throws UserError where it does not, is not there, is not a file, or is too large.
 */
export async function resolveInRoots(path: string, { base, roots, maxMegabytes }: DataRoots): Promise<string> {
  const wanted = resolve(base, path);
  const allowed = await Promise.all(roots.map((root) => realpath(resolve(base, root)).catch(() => null)));
  const real = await realpath(wanted).catch(() => null);
  // Where the file is not there, its folder decides, so that an answer tells nothing about what lies outside.
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

/** The path that a file would have: its folder's real path where there is one. */
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
