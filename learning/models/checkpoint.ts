import type { Json } from '../../contracts/json.js';

/** What models and checkpoints are made of, beside JSON. */
export type ModelArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/**
 * What a fit needs to go on where it was: everything that its further course depends on, random numbers included. A fit
 * that goes on gives the same model as one that was never interrupted, to the last digit.
 */
export interface Checkpoint {
  /** Iterations done (boosting rounds, epochs, trees), for people. */
  iterations: number;
  meta: Json;
  arrays: Record<string, ModelArray>;
}

/** Keeps the checkpoints of one fit. Its input, seed included, is the same at every attempt. */
export interface Checkpoints {
  /** What an earlier attempt at the same fit left; null where it left nothing. */
  readonly last: Checkpoint | null;
  /** Whether as much was done since the last one as another is worth. Cheap: to be asked after each iteration. */
  due(): boolean;
  save(checkpoint: Checkpoint): void;
}
