import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrialKey } from '../contracts/candidate/trial.js';
import {
  nullIfAbsent,
  readIfThere,
  readIfThereSync,
  removeFile,
  sealed,
  unsealed,
  writeWhole,
  writeWholeSync,
} from './files/files.js';

/**
 * Checkpoints of unfinished attempts at trials: completed folds, and the state of iterative fits. Removed once the
 * trial has its record. Damaged ones are ignored: checkpoints only save time.
 */
export class CheckpointStore {
  constructor(private readonly root: string) {}

  /** Folder of a trial's checkpoints. */
  folder(key: TrialKey): string {
    return join(this.root, 'checkpoints', key.slice(0, 2), key.slice(2));
  }

  /** The file of a running fit, for `readCheckpoint` and `writeCheckpoint` in its thread. */
  fitFile(key: TrialKey, fit: number | 'final-search' | 'final-all'): string {
    return join(this.folder(key), typeof fit === 'number' ? `fold-${fit}.fit` : `${fit}.fit`);
  }

  async writeFold(key: TrialKey, fold: number, bytes: Uint8Array): Promise<void> {
    await writeWhole(this.foldFile(key, fold), sealed(bytes));
  }

  async readFold(key: TrialKey, fold: number): Promise<Uint8Array | null> {
    const file = await readIfThere(this.foldFile(key, fold));
    return file && unsealed(file);
  }

  /** The checkpoints of a trial. */
  async list(key: TrialKey): Promise<{ folds: number[]; fits: number[] }> {
    const names = (await readdir(this.folder(key)).catch(nullIfAbsent)) ?? [];
    const numbers = (pattern: RegExp): number[] =>
      names.flatMap((name) => pattern.exec(name)?.slice(1).map(Number) ?? []);
    return { folds: numbers(/^fold-(\d+)\.done$/), fits: numbers(/^fold-(\d+)\.fit$/) };
  }

  async remove(key: TrialKey): Promise<void> {
    await removeFile(this.folder(key));
  }

  private foldFile(key: TrialKey, fold: number): string {
    return join(this.folder(key), `fold-${fold}.done`);
  }
}

/** The bytes of a fit's last checkpoint, or null. Blocks. */
export function readCheckpoint(file: string): Uint8Array | null {
  const bytes = readIfThereSync(file);
  return bytes && unsealed(bytes);
}

/** Blocks. */
export function writeCheckpoint(file: string, bytes: Uint8Array): void {
  writeWholeSync(file, sealed(bytes));
}
