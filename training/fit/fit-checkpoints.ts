import { z } from 'zod';
import { jsonSchema } from '../../contracts/json.js';
import { arraysOf, decodeSafetensors, encodeArrays } from '../../learning/arrays/safetensors.js';
import { readCheckpoint, writeCheckpoint } from '../../storage/checkpoints.js';
import type { Checkpoint, Checkpoints } from '../paradigm/paradigm.js';

/** The file of a fit's checkpoints. */
export interface CheckpointPlace {
  file: string;
  /** Whether there is no file of an earlier attempt, or it is not read. */
  isNew: boolean;
  /** One 32-bit integer in shared memory for the number of iterations done; null if there is no reader. */
  told: SharedArrayBuffer | null;
}

/** Interval of checkpoints in ms of training: the most work that can be lost. */
const LEAST_PAUSE_MS = 500;
/** Checkpoints take at most one part in this number of a fit's time. */
const PAUSE_PER_SAVE = 30;

/** The checkpoints of one fit in a file. If it cannot be written, this is logged once, and training continues. */
export function fileCheckpoints({ file, isNew, told }: CheckpointPlace): Checkpoints {
  const last = isNew ? null : readLast(file);
  let pause = LEAST_PAUSE_MS;
  let next = performance.now() + pause;
  let complained = false;
  const tell = (iterations: number): void => {
    if (told) Atomics.store(new Int32Array(told), 0, iterations);
  };
  if (last) tell(last.iterations);
  return {
    last,
    due: () => performance.now() >= next,
    save: (checkpoint) => {
      const start = performance.now();
      try {
        writeCheckpoint(file, encode(checkpoint));
        tell(checkpoint.iterations);
      } catch (error) {
        if (!complained) console.warn(`no checkpoint could be kept: ${(error as Error).message}`);
        complained = true;
      }
      const now = performance.now();
      pause = Math.max(LEAST_PAUSE_MS, PAUSE_PER_SAVE * (now - start));
      next = now + pause;
    },
  };
}

const headSchema = z.object({ iterations: z.int(), meta: jsonSchema });

function encode({ iterations, meta, arrays }: Checkpoint): Uint8Array {
  return encodeArrays(arrays, { head: JSON.stringify({ iterations, meta }) });
}

/** Null also if the file is not in the format of `encode`, such as one of another release. */
function readLast(file: string): Checkpoint | null {
  const bytes = readCheckpoint(file);
  if (!bytes) return null;
  try {
    const decoded = decodeSafetensors(bytes);
    const { iterations, meta } = headSchema.parse(JSON.parse(decoded.metadata.head));
    return { iterations, meta, arrays: arraysOf(decoded) as Checkpoint['arrays'] };
  } catch {
    return null;
  }
}
