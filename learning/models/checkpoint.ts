import type { Json } from '../../contracts/json.js';

/** The arrays of models and checkpoints. */
export type ModelArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/**
 * The full state of a fit, the random generator included. A fit that continues from a checkpoint gives the same model
 * as one that was never interrupted, to the last bit.
 */
export interface Checkpoint {
  /** Iterations done (boosting rounds, epochs, trees), for people. */
  iterations: number;
  meta: Json;
  arrays: Record<string, ModelArray>;
}

/** Keeps the checkpoints of one fit. Its input, seed included, is the same at every attempt. */
export interface Checkpoints {
  /** The checkpoint of an earlier attempt at the same fit; null if there is none. */
  readonly last: Checkpoint | null;
  /** Whether a new checkpoint is due. Cheap: call it after each iteration. */
  due(): boolean;
  save(checkpoint: Checkpoint): void;
}
