import envPaths from 'env-paths';
import { join, resolve } from 'node:path';

const paths = envPaths('coaxial', { suffix: '' });

/** Where searches live: the store, the server's database and ports, logs. `COAXIAL_HOME`, else the user's data folder. */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.COAXIAL_HOME || paths.data);
}

/** Where downloads and builds live; it may be emptied at any time. `COAXIAL_CACHE`, else the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.COAXIAL_CACHE || paths.cache);
}

/** The folder of what servers and workers print. */
export function logFolder(home: string): string {
  return join(home, 'logs');
}
