import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { nullFor } from './files.js';

/** The folders of a store. */
export const STORE_KINDS = ['artifacts', 'trials', 'checkpoints', 'searches', 'holdouts', 'quarantine'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

/** A file of a store when it was listed; it may have been removed since. */
export interface StoreFile {
  path: string;
  /** The path from the folder of its kind, as names; its own name last. */
  names: string[];
  bytes: number;
  /** When it was last written or touched, in ms since 1970 UTC. */
  mtimeMs: number;
}

/** All files of a kind; files may be added or removed meanwhile. */
export async function* filesOf(root: string, kind: StoreKind): AsyncGenerator<StoreFile> {
  yield* filesUnder(join(root, kind), []);
}

async function* filesUnder(folder: string, names: readonly string[]): AsyncGenerator<StoreFile> {
  // A folder may have been removed, or replaced by a file.
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

/** Files that are listed or read at once. */
const AT_ONCE = 16;

async function lookAt(folder: string, before: readonly string[], names: string[]): Promise<StoreFile[]> {
  const files = await inParallel(names, async (name) => {
    const path = join(folder, name);
    const info = await stat(path).catch(nullIfGone);
    return info && { path, names: [...before, name], bytes: info.size, mtimeMs: info.mtimeMs };
  });
  return files.filter((file) => file !== null);
}

/** For `catch`: null if a file or one of its folders is gone. */
export function nullIfGone(error: unknown): null {
  return nullFor(error, 'ENOENT', 'ENOTDIR');
}

/** The results of an asynchronous function for each item, in order; a few run at once. */
export function inParallel<In, Out>(
  items: readonly In[],
  act: (item: In, index: number) => Promise<Out>,
): Promise<Out[]> {
  const limit = pLimit(AT_ONCE);
  return Promise.all(items.map((item, index) => limit(act, item, index)));
}

/** The 64 hexadecimal digits of a file or folder `ab/<62 digits><extension>`; null for others. */
export function keyOf([prefix, name = '']: readonly string[], extension = ''): string | null {
  const stem = name.endsWith(extension) ? name.slice(0, name.length - extension.length) : '';
  const key = prefix + stem;
  return prefix.length === 2 && /^[0-9a-f]{64}$/.test(key) ? key : null;
}

/** Names of partial files of earlier releases: the file's name, followed by numbers. */
const NUMBERED = /^(.+\.(json|done|fit|html)|[0-9a-f]{62})\.\d+$/;

/** Whether a file is partial: being written, or left by a process that died. */
export function isPartial({ names }: StoreFile): boolean {
  return names.some((name) => name.endsWith('.partial')) || NUMBERED.test(names.at(-1)!);
}
