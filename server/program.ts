import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { UserError } from '../contracts/errors.js';
import { buildFromSource, PROGRAM_NAME } from './build.js';
import { makeFolder } from '../storage/files/folders.js';
import { cacheFolder } from './home.js';

/** Ways to get the server's program that is not on this machine yet; each gives its path or throws with the reason. */
export interface Providers {
  download(cache: string, log: (line: string) => void): Promise<string>;
  build(cache: string, log: (line: string) => void): Promise<string>;
}

/** The Temporal program, which holds the development server, and where it was found. */
export interface Program {
  path: string;
  how: string;
}

/**
 * Looks for the `temporal` program on PATH and in the cache, else downloads it, else builds it with Go.
 *
 * @throws UserError('ServerUnavailable') that says what was tried and what to do.
 */
export async function findProgram(
  log: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
  providers: Providers = { download, build: buildFromSource },
): Promise<Program> {
  const onPath = await firstExecutable((env.PATH ?? '').split(delimiter).filter(Boolean));
  if (onPath) return { path: onPath, how: 'on PATH' };
  const cache = cacheFolder(env);
  const cached = await firstExecutable([join(cache, 'bin')]);
  if (cached) return { path: cached, how: 'in the cache' };

  const tried = [`no ${PROGRAM_NAME} on PATH or in ${join(cache, 'bin')}`];
  for (const how of ['download', 'build'] as const) {
    try {
      makeFolder(cache, env.COAXIAL_CACHE ? 'COAXIAL_CACHE' : 'the folder of downloads (COAXIAL_CACHE names another)');
      return { path: await providers[how](cache, log), how: how === 'build' ? 'built from source' : 'downloaded' };
    } catch (error) {
      tried.push(`${how}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  throw new UserError(
    'ServerUnavailable',
    `no Temporal server (${tried.join('; ')}). Install Temporal's command line or Go 1.25 or newer, ` +
      'or set TEMPORAL_ADDRESS to a running server',
  );
}

/** Its HTTP client is loaded once it is needed. */
const download: Providers['download'] = async (cache, log) => (await import('./download.js')).download(cache, log);

async function firstExecutable(folders: string[]): Promise<string | null> {
  for (const folder of folders) {
    const path = join(folder, PROGRAM_NAME);
    if (await isExecutable(path)) return path;
  }
  return null;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false; // what cannot be looked at cannot be run either
  }
}
