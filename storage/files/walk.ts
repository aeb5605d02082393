import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { nullFor } from './files.js';

/** The folders of a store. */
export const STORE_KINDS = ['artifacts', 'trials', 'checkpoints', 'searches', 'quarantine'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

/** A file of a store as it was when it was looked at: it may be gone since. */
export interface StoreFile {
  path: string;
  /** The names on the way from the folder of its kind to it, its own the last. */
  names: string[];
  bytes: number;
  /** When it was last written or touched, in ms since 1970 UTC. */
  mtimeMs: number;
}

/** Every file of a kind, while others come and go. */
export async function* filesOf(root: string, kind: StoreKind): AsyncGenerator<StoreFile> {
  yield* filesUnder(join(root, kind), []);
}

async function* filesUnder(folder: string, names: readonly string[]): AsyncGenerator<StoreFile> {
  // What was a folder may be gone, or a file.
  const entries = (await readdir(folder, { withFileTypes: true }).catch(nullIfGone)) ?? [];
  const files = entries.filter((entry) => entry.isFile());
  yield* await lookAt(
    folder,
    names,
    files.map(({ name }) => name),
  );
  for (const entry of entries) {
    if (entry.isDirectory()) yield* filesUnder(join(folder, entry.name), [...names, entry.name]);
  }
}

/** Files that are looked at, or read, at once. */
const AT_ONCE = 16;

async function lookAt(folder: string, before: readonly string[], names: string[]): Promise<StoreFile[]> {
  const files = await inParallel(names, async (name) => {
    const path = join(folder, name);
    const info = await stat(path).catch(nullIfGone);
    return info && { path, names: [...before, name], bytes: info.size, mtimeMs: info.mtimeMs };
  });
  return files.filter((file) => file !== null);
}

/** For `catch`: null where a file, or a folder on the way to it, is gone. */
export function nullIfGone(error: unknown): null {
  return nullFor(error, 'ENOENT', 'ENOTDIR');
}

/** What an asynchronous function gives for each item, in order; a few run at once. */
export function inParallel<In, Out>(
  items: readonly In[],
  act: (item: In, index: number) => Promise<Out>,
): Promise<Out[]> {
  const limit = pLimit(AT_ONCE);
  return Promise.all(items.map((item, index) => limit(act, item, index)));
}

/** Of a file or folder that lies as `ab/<62 digits><extension>`: the 64 hexadecimal digits; null for others. */
export function keyOf([prefix, name = '']: readonly string[], extension = ''): string | null {
  const stem = name.endsWith(extension) ? name.slice(0, name.length - extension.length) : '';
  const key = prefix + stem;
  return prefix.length === 2 && /^[0-9a-f]{64}$/.test(key) ? key : null;
}

/** Names of partial files of earlier releases: numbers after the name of the file to be. */
const NUMBERED = /^(.+\.(json|done|fit|html)|[0-9a-f]{62})\.\d+$/;

/** Whether a file is a write under way, or one that died. */
export function isPartial({ names }: StoreFile): boolean {
  return names.some((name) => name.endsWith('.partial')) || NUMBERED.test(names.at(-1)!);
}
