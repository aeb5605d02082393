import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { nullIfAbsent, readIfThere, writeWhole } from './files/files.js';
import { openJson, sealJson } from './files/sealed-json.js';

/** A record that a model was scored on held out rows. */
const readSchema = z.strictObject({
  /** The search that delivered it. */
  searchId: z.string(),
  at: z.string(),
  /** SHA-256 of the file with the rows' hashes. */
  rows: z.string(),
  /** How many other models were scored before on some of these rows; null until they are counted. */
  before: z.int().min(0).nullable(),
});
type Read = z.infer<typeof readSchema>;

/** The scored model, by the key of its trial: scoring the same model again does not count. */
export interface Reading {
  /** Hash of the target and the columns of the data. */
  data: string;
  key: string;
  searchId: string;
  /** 53-bit hash of each row, see learning/splits/duplicate-rows.ts. */
  hashes: Float64Array;
}

/**
 * Which held out rows were used to score how many models: a score is one of unseen rows only if no other model was
 * scored on them before. Never removed, but small: 8 bytes a row, each row once.
 */
export class HoldoutReads {
  constructor(private readonly root: string) {}

  /**
   * Records a use of held out rows. Recording it again gives the first result.
   *
   * @returns how many other models were scored before on some of the rows
   */
  async note({ data, key, searchId, hashes }: Reading): Promise<number> {
    const folder = join(this.root, 'holdouts', data);
    const own = join(folder, `${key}.json`);
    const known = await readRead(own);
    if (known && known.before !== null) return known.before;
    const bytes = new Uint8Array(hashes.slice().sort().buffer);
    const rows = createHash('sha256').update(bytes).digest('hex');
    await writeWhole(join(folder, `${rows}.rows`), bytes);
    const read: Read = { searchId, at: new Date().toISOString(), rows, before: null };
    // Written before the others are counted: of two that are recorded at once, each finds the other.
    await writeWhole(own, sealJson(read));
    const before = await countOthers(folder, own, hashes);
    await writeWhole(own, sealJson({ ...read, before }));
    return before;
  }
}

async function countOthers(folder: string, own: string, hashes: Float64Array): Promise<number> {
  const wanted = new Set(hashes);
  const shared = new Map<string, Promise<boolean>>();
  const names = ((await readdir(folder).catch(nullIfAbsent)) ?? []).filter((name) => name.endsWith('.json'));
  let count = 0;
  for (const name of names) {
    const path = join(folder, name);
    if (path === own) continue;
    const read = await readRead(path);
    // A damaged record counts as a use of these rows: better to count one too many than to call a score unseen.
    if (read === null) {
      count++;
      continue;
    }
    if (!shared.has(read.rows)) shared.set(read.rows, sharesRows(join(folder, `${read.rows}.rows`), wanted));
    if (await shared.get(read.rows)) count++;
  }
  return count;
}

async function readRead(path: string): Promise<Read | null> {
  const bytes = await readIfThere(path);
  return bytes && openJson(readSchema, bytes);
}

async function sharesRows(path: string, wanted: ReadonlySet<number>): Promise<boolean> {
  const bytes = await readIfThere(path);
  if (bytes === null || bytes.length % 8 !== 0) return true;
  return new Float64Array(Uint8Array.from(bytes).buffer).some((hash) => wanted.has(hash));
}
