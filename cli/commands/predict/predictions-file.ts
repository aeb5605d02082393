import { readdir, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../../contracts/errors.js';
import { nullIfAbsent, writeWhole } from '../../../storage/files/files.js';

/** The inputs of predictions, which must not be overwritten. */
export interface PredictionSources {
  data: string;
  /** Folder of the model. */
  model: string;
  /** Path of temporal.yaml; null if there is none. */
  settings: string | null;
}

/**
 * Checks the output file before predictions are made. Files are compared by inode, so that another spelling of a path,
 * a link, and a name in another case on a case-insensitive file system are the same file.
 *
 * @throws UserError('InvalidInput') for a folder, a file in a missing folder, and the inputs of predictions
 */
export async function checkPredictionsFile(out: string, { data, model, settings }: PredictionSources): Promise<void> {
  const refuse = (why: string): UserError => new UserError('InvalidInput', `--out: ${out === '' ? 'it' : out} ${why}`);
  if (out === '') throw refuse('is empty: name a file');
  const parent = dirname(resolve(out));
  const folder = await stat(parent).catch(nullIfNone);
  if (!folder?.isDirectory()) throw refuse(`cannot be written: there is no folder ${parent}`);
  const inodes = await inodesOf([data, ...(settings === null ? [] : [settings])]);
  const there = await stat(out, { bigint: true }).catch(nullIfNone);
  if (there?.isDirectory()) throw refuse(`is a folder: name a file in it, such as ${join(out, 'predictions.csv')}`);
  if (out.endsWith('/') || out.endsWith(sep)) throw refuse('names a folder that is not there: name a file');
  const what = there && inodes.get(inodeOf(there));
  if (what === data) throw refuse('is the file that is predicted: it would be written over; name another file');
  if (what !== null && what !== undefined) throw refuse(`is ${what}: it would be written over; name another file`);
  const files = await readdir(model, { recursive: true });
  const ofModel = await inodesOf(files.map((name) => join(model, name)));
  const isInModel = isInside(await realpath(model), await realpath(parent));
  if (isInModel || (there !== null && ofModel.has(inodeOf(there)))) {
    throw refuse(`belongs to the model in ${model}: name another file`);
  }
}

/**
 * Writes predictions into a file, completely or not at all; other targets, such as `/dev/stdout` or a pipe, are written
 * to directly.
 *
 * @throws Error that says what to do if the disk is full
 */
export async function writePredictions(out: string, text: string): Promise<void> {
  const there = await stat(out).catch(nullIfNone);
  if (there !== null && !there.isFile()) await writeFile(out, text);
  // The target of a link is written, and the link stays.
  else await writeWhole(there === null ? out : await realpath(out), text);
}

/** Paths by their inodes, without missing files. */
async function inodesOf(paths: readonly string[]): Promise<Map<string, string>> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const info = await stat(path, { bigint: true }).catch(nullIfNone);
      return info && ([inodeOf(info), path] as const);
    }),
  );
  return new Map(found.filter((one) => one !== null));
}

function inodeOf({ dev, ino }: { dev: bigint; ino: bigint }): string {
  return `${dev}:${ino}`;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path);
}

function nullIfNone(error: unknown): null {
  return (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? null : nullIfAbsent(error);
}
