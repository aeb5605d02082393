import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { FileArtifactStore, type ArtifactStore } from './artifacts.js';
import { AttemptLog } from './attempts.js';
import { CheckpointStore } from './checkpoints.js';
import { ClaimStore } from './claims.js';
import { makeFolder } from './files/folders.js';
import { HoldoutReads } from './holdouts.js';
import { FileSearchRecords, type SearchRecords } from './searches.js';
import { FileTrialStore, type TrialStore } from './trials.js';

/** All persistent data except the Temporal server's database. */
export interface Store {
  readonly root: string;
  readonly artifacts: ArtifactStore;
  readonly trials: TrialStore;
  readonly attempts: AttemptLog;
  readonly claims: ClaimStore;
  readonly checkpoints: CheckpointStore;
  readonly searches: SearchRecords;
  readonly holdouts: HoldoutReads;
}

/**
 * Opens the store in a folder, which is made if missing. Any number of processes can share it.
 *
 * @param named the variable or option that gives the folder
 * @throws UserError if it cannot be made or written to
 */
export function openStore(folder: string, named = 'the store'): Store {
  const root = resolve(folder);
  makeFolder(root, named);
  return {
    root,
    artifacts: new FileArtifactStore(root),
    trials: new FileTrialStore(root),
    attempts: new AttemptLog(root, `${process.pid}@${hostname()}`),
    claims: new ClaimStore(root),
    checkpoints: new CheckpointStore(root),
    searches: new FileSearchRecords(root),
    holdouts: new HoldoutReads(root),
  };
}
