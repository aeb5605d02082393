import { z } from 'zod';
import { jsonSchema } from '../../contracts/json.js';
import { arraysOf, decodeSafetensors, encodeArrays } from '../../learning/arrays/safetensors.js';
import { readCheckpoint, writeCheckpoint } from '../../storage/checkpoints.js';
import type { Checkpoint, Checkpoints } from '../paradigm/paradigm.js';

/** Where a fit's checkpoints go. */
export interface CheckpointPlace {
  file: string;
  /** One 32-bit integer, in which the iterations done are told to who waits for the fit; null where nobody can see it. */
  told: SharedArrayBuffer | null;
}

/** Work that may be lost, in ms of training: to do it again costs as much as a fold of a cheap trial. */
const LEAST_PAUSE_MS = 500;
/** Checkpoints may take one part in so many of a fit's time. */
const PAUSE_PER_SAVE = 30;

/** The checkpoints of one fit in a file. What cannot be written is said once in the worker's log: training goes on. */
export function fileCheckpoints({ file, told }: CheckpointPlace): Checkpoints {
  const last = readLast(file);
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

/** Null also where the file is none of `encode`, as another release may have left it. */
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
