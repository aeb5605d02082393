import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { trialRecordSchema, type Outcome, type TrialKey, type TrialRecord } from '../contracts/candidate/trial.js';
import { nullIfAbsent, quarantine, readIfThere, unreadableBy, writeWhole } from './files/files.js';
import { openJson, sealJson } from './files/sealed-json.js';

/** Trials by their key: each outcome is trained only once. */
export interface TrialStore {
  /** Null if there is none, or its file was damaged (it is then moved to the quarantine). */
  read(key: TrialKey): Promise<TrialRecord | null>;
  write(record: TrialRecord): Promise<void>;
  /** Every key with a record or an attempt. */
  keys(): AsyncIterable<TrialKey>;
}

/**
 * Whether a second evaluation would have the same outcome, so that the record can be reused: completed trials and
 * failures that are certain to repeat; not time-outs, lack of memory, or failures of a team's workers.
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

/** Null if a trial's file is torn, altered, or that of another trial. */
export function parseTrial(key: TrialKey, bytes: Uint8Array): TrialRecord | null {
  const record = openJson(trialRecordSchema, bytes);
  return record?.key === key ? record : null;
}

/** @returns whether it was really damaged */
export function quarantineTrial(root: string, path: string, key: TrialKey): Promise<boolean> {
  return quarantine(
    root,
    path,
    unreadableBy((bytes) => parseTrial(key, bytes)),
    `${key}.json`,
  );
}
