import envPaths from 'env-paths';
import { join, resolve } from 'node:path';
import { UserError } from '../contracts/errors.js';
import { makeFolder } from '../storage/files/folders.js';

const paths = envPaths('coaxial', { suffix: '' });

/**
 * The folder of searches: the store, the server's database and ports, logs. `COAXIAL_HOME`, else the user's data
 * folder.
 */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.COAXIAL_HOME || paths.data);
}

/**
 * Longest path of the home in bytes: SQLite opens no file with a longer path, and the file's name takes a part of it.
 */
const LONGEST_HOME = 480;

/** The same, made and checked. @throws UserError('InvalidSettings') if it cannot be written to */
export function makeHome(home: string, env: NodeJS.ProcessEnv = process.env): void {
  const named = env.COAXIAL_HOME ? 'COAXIAL_HOME' : 'the folder of searches (set COAXIAL_HOME to name another)';
  const length = Buffer.byteLength(home);
  if (length > LONGEST_HOME) {
    const why = `its path has ${length} bytes; at most ${LONGEST_HOME} can be opened by a server's database`;
    throw new UserError('InvalidSettings', `${named}: ${home.slice(0, 80)}…: ${why}`);
  }
  makeFolder(home, named);
}

/** The folder of downloads and builds; it can be emptied at any time. `COAXIAL_CACHE`, else the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.COAXIAL_CACHE || paths.cache);
}

/** The folder of the logs of servers and workers. */
export function logFolder(home: string): string {
  return join(home, 'logs');
}
