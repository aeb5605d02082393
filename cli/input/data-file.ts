import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { checkSize } from '../../activities/dataset/data-roots.js';
import { UserError } from '../../contracts/errors.js';
import { didYouMean, nearName } from '../../learning/dataset/near-names.js';

const IS_CSV = /\.(csv|tsv|txt)(\.gz)?$/i;

/**
 * The bytes of a data file given by the user.
 *
 * @throws UserError('InvalidInput') if it is not a file or cannot be read, with a suggestion; UserError('InvalidData')
 *   for one that is too large
 */
export async function readDataFile(path: string, maxMegabytes: number): Promise<Buffer> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) throw await folderError(path);
    if (!info.isFile()) throw refuse(`${path} is not a file but a pipe or a device: save what comes from it first`);
    checkSize(path, info.size, maxMegabytes);
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw await absentError(path);
    if (code === 'EACCES' || code === 'EPERM') throw refuse(`${path} may not be read: ${message}`);
    if (code === 'ENAMETOOLONG') throw refuse(`${path.slice(0, 80)}… is too long for the name of a file`);
    throw error;
  }
}

function refuse(message: string): UserError {
  return new UserError('InvalidInput', message);
}

async function folderError(path: string): Promise<UserError> {
  const files = (await namesIn(path)).filter((name) => IS_CSV.test(name));
  const such = files.length === 0 ? '' : `, such as ${join(path, files[0])}`;
  return refuse(`${path} is a folder, no file: name a CSV file${such}`);
}

async function absentError(path: string): Promise<UserError> {
  if (path === '') return refuse('the name of the data file is empty');
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) {
    return refuse(`${path} is an address, not a file: download it first (curl -O), then name the file`);
  }
  const folder = dirname(path);
  const names = await namesIn(folder);
  const near = nearName(basename(path), names);
  if (near !== null) return refuse(`there is no file ${path}${didYouMean(path, [join(folder, near)])}`);
  return refuse(`there is no file ${path}${names.length === 0 ? ` (${folder} is not a folder, or empty)` : ''}`);
}

/** Empty if there is no such folder, or it cannot be read: the message is then without suggestions. */
function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
