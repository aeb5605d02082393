import type { StoreFile } from '../files/walk.js';

export const GARBAGE = ['partials', 'claims', 'checkpoints', 'quarantine', 'artifacts', 'trials'] as const;
export type Garbage = (typeof GARBAGE)[number];

/** A file to remove, with its kind. */
export interface Removal {
  kind: Garbage;
  file: StoreFile;
}

export interface CollectionPlan {
  removals: Removal[];
  /** Folders of ended searches whose trials are removed. */
  searches: string[];
}
