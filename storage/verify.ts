import { stepRecordSchema } from '../contracts/search/search.js';
import { digestOfFile, quarantineArtifact, refOf } from './artifacts.js';
import { quarantine, readIfThere, unreadableBy, unsealed } from './files/files.js';
import { openJson, parseJson } from './files/sealed-json.js';
import { stateSchema } from './searches.js';
import type { Store } from './store.js';
import { parseTrial, quarantineTrial } from './trials.js';
import {
  filesOf,
  inParallel,
  isPartial,
  keyOf,
  nullIfGone,
  STORE_KINDS,
  type StoreFile,
  type StoreKind,
} from './files/walk.js';

export type DamagedKind = 'artifact' | 'trial' | 'step' | 'state' | 'record' | 'checkpoint';

/** A file that was moved to the quarantine. */
export interface Damage {
  kind: DamagedKind;
  path: string;
  /** An artifact's reference, a trial's key (of a checkpoint too), or the name of a search's folder. */
  of: string;
}

export interface Verification {
  /** Files that were read. */
  files: number;
  bytes: number;
  damaged: Damage[];
}

/** Check of a file, and the description of a damaged one. */
interface Check {
  kind: DamagedKind;
  of: string;
  /** @returns false if it is damaged. @throws Error if it is gone */
  isWhole(): Promise<boolean>;
  /** @returns false if another process has just rewritten it */
  putAside(): Promise<boolean>;
}

/**
 * Reads all files of a store that have a check (`CHECKS`), and moves damaged ones to the quarantine. Searches may run
 * meanwhile.
 */
export async function verifyStore(store: Store): Promise<Verification> {
  const verification: Verification = { files: 0, bytes: 0, damaged: [] };
  for (const kind of STORE_KINDS) {
    const checkOf = CHECKS[kind];
    if (checkOf === null) continue;
    const files: StoreFile[] = [];
    for await (const file of filesOf(store.root, kind)) if (!isPartial(file)) files.push(file);
    const checked = await inParallel(files, async (file) => {
      const check = checkOf(store.root, file);
      const whole = check && (await check.isWhole().catch(nullIfGone));
      if (check === null || whole === null) return null;
      verification.files++;
      verification.bytes += file.bytes;
      return whole || !(await check.putAside()) ? null : { kind: check.kind, path: file.path, of: check.of };
    });
    verification.damaged.push(...checked.filter((damage) => damage !== null));
  }
  return verification;
}

const CHECKS: Record<StoreKind, ((root: string, file: StoreFile) => Check | null) | null> = {
  artifacts: checkArtifact,
  trials: checkTrial,
  checkpoints: checkCheckpoint,
  searches: checkRecord,
  // A damaged record counts as a use of its rows. If it were moved, rows that were used could be called unseen.
  holdouts: null,
  quarantine: null,
};

function checkArtifact(root: string, { path, names }: StoreFile): Check | null {
  const key = keyOf(names);
  if (key === null) return null;
  return {
    kind: 'artifact',
    of: refOf(key),
    isWhole: async () => (await digestOfFile(path)) === key,
    putAside: () => quarantineArtifact(root, path, refOf(key)),
  };
}

function checkTrial(root: string, { path, names }: StoreFile): Check | null {
  const key = keyOf(names, '.json');
  if (key === null) return null;
  return {
    kind: 'trial',
    of: key,
    isWhole: () => canRead(path, (bytes) => parseTrial(key, bytes)),
    putAside: () => quarantineTrial(root, path, key),
  };
}

function checkCheckpoint(root: string, { path, names }: StoreFile): Check | null {
  const key = keyOf(names);
  return key === null ? null : checkBytes({ root, path, kind: 'checkpoint', of: key, read: unsealed });
}

function checkRecord(root: string, { path, names: [folder, name, step] }: StoreFile): Check | null {
  const check = (kind: DamagedKind, read: (bytes: Buffer) => unknown): Check =>
    checkBytes({ root, path, kind, of: folder, read });
  if (name === 'steps' && /^\d+\.json$/.test(step)) return check('step', (bytes) => openJson(stepRecordSchema, bytes));
  if (/^state-\d+\.json$/.test(name)) return check('state', (bytes) => openJson(stateSchema, bytes));
  // These have no checksum, and people may have changed them.
  if (['search.json', 'plan.json', 'result.json'].includes(name)) {
    return check('record', (bytes) => parseJson(bytes.toString('utf8')) ?? null);
  }
  return null;
}

interface BytesCheck extends Pick<Check, 'kind' | 'of'> {
  root: string;
  path: string;
  /** Null if the bytes are damaged. */
  read: (bytes: Buffer) => unknown;
}

function checkBytes({ root, path, kind, of, read }: BytesCheck): Check {
  return {
    kind,
    of,
    isWhole: () => canRead(path, read),
    putAside: () => quarantine(root, path, unreadableBy(read)),
  };
}

async function canRead(path: string, read: (bytes: Buffer) => unknown): Promise<boolean> {
  const bytes = await readIfThere(path);
  // A missing file is not a damaged one.
  return bytes === null || read(bytes) !== null;
}
