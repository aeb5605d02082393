import { readIfThere } from '../files/files.js';
import { inParallel, isPartial, type StoreFile } from '../files/walk.js';

/** The references of a search, and when it was last used. */
export interface SearchUse {
  /** Its folder's name. */
  folder: string;
  /** It has a result. */
  ended: boolean;
  /** It has a plan; a comparison or a search that failed early has none. */
  planned: boolean;
  /** When its result was written; without a result, its newest file. In ms since 1970 UTC. */
  usedAt: number;
  /** The time of its oldest file. */
  since: number;
  /** SHA-256 of the artifacts that it names. */
  artifacts: Set<string>;
  /** Those of them that refer to others. */
  contexts: Set<string>;
  /** Keys of its trials (and other hashes, which do no harm). */
  trials: Set<string>;
}

/** @param files those in a search's folder */
export async function readSearchUse(folder: string, files: readonly StoreFile[]): Promise<SearchUse> {
  const own = files.filter((file) => isRecord(file) && !isPartial(file));
  const texts = await inParallel(own, async ({ path }) => (await readIfThere(path))?.toString('utf8') ?? '');
  const result = own.find(({ names }) => names[1] === 'result.json');
  return {
    folder,
    ended: result !== undefined,
    planned: own.some(({ names }) => names[1] === 'plan.json'),
    usedAt: result?.mtimeMs ?? Math.max(...files.map(({ mtimeMs }) => mtimeMs)),
    since: Math.min(...files.map(({ mtimeMs }) => mtimeMs)),
    artifacts: hashesIn(texts, /"sha256:([0-9a-f]{64})"/g),
    contexts: hashesIn(texts, /"contextRef":\s*"sha256:([0-9a-f]{64})"/g),
    trials: hashesIn(texts, /"([0-9a-f]{64})"/g),
  };
}

/** Its records, not its model. */
function isRecord({ names: [, name, step] }: StoreFile): boolean {
  return name.endsWith('.json') || (name === 'steps' && step !== undefined);
}

/**
 * Hashes are found in the text without parsing, so that references in torn files and files of other releases are kept
 * too.
 */
export function hashesIn(texts: readonly string[], pattern: RegExp): Set<string> {
  return new Set(texts.flatMap((text) => Array.from(text.matchAll(pattern), ([, hash]) => hash)));
}
