import { isGone } from '../claims.js';
import { readIfThere } from '../files/files.js';
import type { Store } from '../store.js';
import { isReusable } from '../trials.js';
import { filesOf, inParallel, isPartial, keyOf, STORE_KINDS, type StoreFile, type StoreKind } from '../files/walk.js';
import { hashesIn, readSearchUse, type SearchUse } from './search-use.js';

/** All files of a trial in the store. */
export interface TrialFiles {
  record: StoreFile | null;
  /** SHA-256 of the artifact with its arrays. */
  arrays: string | null;
  attempts: StoreFile | null;
  checkpoints: StoreFile[];
  /** Its record can be reused for a second evaluation. Known only if there are checkpoints. */
  reusable: boolean;
  /** A process trains it. */
  claimed: boolean;
}

/** The files of a store and their references. */
export interface Survey {
  bytes: number;
  partials: StoreFile[];
  /** One file a claim, named like its holder. */
  claims: StoreFile[];
  quarantine: StoreFile[];
  /** By their SHA-256. */
  artifacts: Map<string, StoreFile>;
  trials: Map<string, TrialFiles>;
  searches: SearchUse[];
  /** SHA-256 of the artifacts that searches refer to, and the contexts of searches. */
  referred: Set<string>;
}

/**
 * Artifacts are listed before the files that refer to them: one that is put or touched meanwhile is newer than the
 * list.
 */
export async function surveyStore(store: Store, signal?: AbortSignal): Promise<Survey> {
  const found = { bytes: 0, partials: [] as StoreFile[] };
  const list = async (kind: StoreKind): Promise<StoreFile[]> => {
    const whole: StoreFile[] = [];
    for await (const file of filesOf(store.root, kind)) {
      signal?.throwIfAborted();
      found.bytes += file.bytes;
      (isPartial(file) ? found.partials : whole).push(file);
    }
    return whole;
  };
  const files = {} as Record<StoreKind, StoreFile[]>;
  for (const kind of STORE_KINDS) files[kind] = await list(kind);
  const artifacts = new Map(files.artifacts.flatMap((file) => withKey(keyOf(file.names), file)));
  const claims = files.trials.filter(isClaim);
  const searches = await readSearches(files.searches);
  const trials = groupTrials(files.trials, files.checkpoints, claims);
  await inParallel([...trials], ([key, trial]) => complete(store, key, trial, signal));
  const referred = new Set(searches.flatMap((search) => [...search.artifacts]));
  const contexts = new Set(searches.flatMap((search) => [...search.contexts]));
  await inParallel([...contexts], async (context) => {
    const text = (await readIfThere(store.artifacts.path(`sha256:${context}`)))?.toString('utf8') ?? '';
    for (const hash of hashesIn([text], /"sha256:([0-9a-f]{64})"/g)) referred.add(hash);
  });
  return { ...found, claims, quarantine: files.quarantine, artifacts, trials, searches, referred };
}

async function readSearches(files: readonly StoreFile[]): Promise<SearchUse[]> {
  const folders = new Map<string, StoreFile[]>();
  for (const file of files) {
    if (file.names.length < 2) continue;
    const [folder] = file.names;
    if (!folders.has(folder)) folders.set(folder, []);
    folders.get(folder)!.push(file);
  }
  const uses: SearchUse[] = [];
  for (const [folder, own] of folders) uses.push(await readSearchUse(folder, own));
  return uses;
}

function groupTrials(
  files: readonly StoreFile[],
  checkpoints: readonly StoreFile[],
  claims: readonly StoreFile[],
): Map<string, TrialFiles> {
  const trials = new Map<string, TrialFiles>();
  const of = (key: string): TrialFiles => {
    const known = trials.get(key) ?? { ...NOTHING, checkpoints: [] };
    trials.set(key, known);
    return known;
  };
  for (const file of files) {
    const [record, attempts] = ['.json', '.attempts'].map((extension) => keyOf(file.names, extension));
    if (record !== null) of(record).record = file;
    if (attempts !== null) of(attempts).attempts = file;
  }
  for (const file of checkpoints) {
    const key = keyOf(file.names);
    if (key !== null) of(key).checkpoints.push(file);
  }
  for (const { names } of claims) {
    const key = keyOf(names, '.claim')!;
    if (trials.has(key) && !isGone(names.at(-1)!)) of(key).claimed = true;
  }
  return trials;
}

const NOTHING: TrialFiles = {
  record: null,
  arrays: null,
  attempts: null,
  checkpoints: [],
  reusable: false,
  claimed: false,
};

/** Reads its record. */
async function complete(store: Store, key: string, trial: TrialFiles, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (trial.record === null) return;
  const text = (await readIfThere(trial.record.path))?.toString('utf8') ?? '';
  [trial.arrays = null] = hashesIn([text], /"arrays":"sha256:([0-9a-f]{64})"/g);
  if (trial.checkpoints.length === 0) return;
  const record = await store.trials.read(key);
  trial.reusable = record !== null && isReusable(record.outcome);
}

function isClaim({ names }: StoreFile): boolean {
  return names.length === 3 && keyOf(names, '.claim') !== null;
}

function withKey(key: string | null, file: StoreFile): [string, StoreFile][] {
  return key === null ? [] : [[key, file]];
}
