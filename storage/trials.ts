import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { trialRecordSchema, type Outcome, type TrialKey, type TrialRecord } from '../contracts/candidate/trial.js';
import { nullIfAbsent, quarantine, readIfThere, unless, writeWhole } from './files/files.js';
import { openJson, sealJson } from './files/sealed-json.js';

/** Trials by their key: an outcome is trained once, ever. */
export interface TrialStore {
  /** Null where there is none, or its file was damaged (it is then put aside). */
  read(key: TrialKey): Promise<TrialRecord | null>;
  write(record: TrialRecord): Promise<void>;
  /** Every key with a record or an attempt. */
  keys(): AsyncIterable<TrialKey>;
}

/**
 * Whether a second evaluation would end the same way, so that the record may stand for it: completed trials and
 * failures that are certain to repeat; not a time-out, nor a lack of memory, nor what a team's workers failed in.
 */
export function isReusable(outcome: Outcome): boolean {
  if (outcome.status === 'failed') return outcome.code !== 'memory' && outcome.code !== 'module';
  return outcome.status === 'completed';
}

/** One JSON file a trial, with a checksum over its record. */
export class FileTrialStore implements TrialStore {
  constructor(private readonly root: string) {}

  async read(key: TrialKey): Promise<TrialRecord | null> {
    const path = this.path(key);
    const bytes = await readIfThere(path);
    if (!bytes) return null;
    const record = parseTrial(key, bytes);
    if (record || (await quarantineTrial(this.root, path, key))) return record;
    return this.read(key);
  }

  async write(record: TrialRecord): Promise<void> {
    await writeWhole(this.path(record.key), sealJson(record));
  }

  async *keys(): AsyncIterable<TrialKey> {
    const seen = new Set<string>();
    const folder = join(this.root, 'trials');
    for (const prefix of (await readdir(folder).catch(nullIfAbsent)) ?? []) {
      for (const name of (await readdir(join(folder, prefix)).catch(nullIfAbsent)) ?? []) {
        const [stem, extension] = name.split('.');
        const key = prefix + stem;
        if (['json', 'attempts'].includes(extension) && /^[0-9a-f]{64}$/.test(key) && !seen.has(key)) {
          seen.add(key);
          yield key;
        }
      }
    }
  }

  private path(key: TrialKey): string {
    return join(this.root, 'trials', key.slice(0, 2), `${key.slice(2)}.json`);
  }
}

/** Null where a trial's file is torn or altered, or another's. */
export function parseTrial(key: TrialKey, bytes: Uint8Array): TrialRecord | null {
  const record = openJson(trialRecordSchema, bytes);
  return record?.key === key ? record : null;
}

/** @returns whether it was damaged indeed */
export function quarantineTrial(root: string, path: string, key: TrialKey): Promise<boolean> {
  return quarantine(
    root,
    path,
    unless((bytes) => parseTrial(key, bytes)),
    `${key}.json`,
  );
}
