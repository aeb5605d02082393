import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { JsonSchema, SchemaTree } from './json-schema.js';

export const FOLDER = 'contracts/schema';

/** Texts of files by path, relative to contracts/schema. */
export type Files = ReadonlyMap<string, string>;

/** The schemas of an earlier revision, or why there are none to compare with. */
export type Base = { revision: string; tree: SchemaTree } | { missing: string };

const run = promisify(execFile);

/** As a schema stands in its file. */
export function schemaText(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** @throws Error that names the file which is not JSON */
export function parseFiles(files: Files): SchemaTree {
  return new Map(
    [...files].map(([path, text]) => {
      try {
        return [path, JSON.parse(text) as JsonSchema];
      } catch (error) {
        throw new Error(`${FOLDER}/${path}: ${(error as Error).message}; run npm run schemas`, { cause: error });
      }
    }),
  );
}

/** The schemas as they lie in the working tree. @param root folder of the project */
export async function readFiles(root: string): Promise<Files> {
  const folder = join(root, FOLDER);
  const entries = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const paths = entries.map((entry) => entry.replaceAll('\\', '/')).filter((path) => path.endsWith('.json'));
  return new Map(
    await Promise.all(paths.sort().map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const)),
  );
}

/** Writes what is wanted and removes every other schema. */
export async function writeFiles(root: string, wanted: Files): Promise<void> {
  for (const path of (await readFiles(root)).keys()) if (!wanted.has(path)) await rm(join(root, FOLDER, path));
  for (const [path, text] of wanted) {
    const file = join(root, FOLDER, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/**
 * The schemas as they were where the branch left origin/main; without such a branch, or on it, as they were committed
 * last.
 */
export async function readBase(root: string): Promise<Base> {
  const git = async (...args: string[]): Promise<string> =>
    (await run('git', ['-C', root, ...args], { maxBuffer: 64 * 1024 * 1024 })).stdout;
  const commit = async (name: string): Promise<string> =>
    (await git('rev-parse', '--verify', `${name}^{commit}`)).trim();
  let head: string;
  try {
    head = await commit('HEAD');
  } catch (error) {
    return {
      missing: `there is no commit here, or no git (${(error as Error).message.trim().replaceAll(/\s+/g, ' ')})`,
    };
  }
  const main = await commit('origin/main').catch(() => null);
  const revision = main === null || main === head ? head : (await git('merge-base', head, main).catch(() => '')).trim();
  if (revision === '') return { missing: 'this clone does not reach back to where the branch left origin/main' };
  const paths = (await git('ls-tree', '-r', '-z', '--name-only', revision, '--', FOLDER)).split('\0').filter(Boolean);
  const files = new Map<string, string>();
  for (const path of paths.filter((one) => one.endsWith('.json'))) {
    files.set(path.slice(FOLDER.length + 1), await git('show', `${revision}:./${path}`));
  }
  return { revision, tree: parseFiles(files) };
}
