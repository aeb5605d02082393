import type { InputColumn } from '../../contracts/module/context.js';
import type { EvaluationPlan } from '../../contracts/module/evaluation.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { Task } from '../../contracts/task.js';
import type { ProfileOptions } from './profile-csv.js';

/** Reads a file into the store, for a worker thread: it takes seconds for large files. */
export interface ProfileJob extends ProfileOptions {
  kind: 'profile';
  storeRoot: string;
  /** The file, or its reference in the store. */
  data: { path: string } | { ref: ArtifactRef };
  /** Largest file that is read, uncompressed. */
  maxBytes: number;
  /** The file's name for people. */
  name: string;
  encoding?: string;
  /** Id of the search from which this one warm-starts. */
  warmStart?: string;
}

export interface ProfileResult {
  /** SHA-256 of the bytes that were read. */
  digest: string;
  dataRef: ArtifactRef;
  assignmentRef: ArtifactRef;
  profileRef: ArtifactRef;
  rows: number;
  task: Task;
  classes: string[];
  columns: InputColumn[];
  plan: EvaluationPlan;
  warnings: string[];
}
