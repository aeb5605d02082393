import { z } from 'zod';
import { decodeSafetensors, encodeSafetensors } from '../../learning/arrays/safetensors.js';
import type { CompletedFold } from './save-trial.js';

const numbersSchema = z.object({
  score: z.number(),
  effort: z.number().nullable(),
  seconds: z.number(),
  work: z.number(),
  bytes: z.number(),
});

/** A fold's result as bytes, for later attempts. */
export function encodeFold({ judged, importances, ...rest }: CompletedFold): Uint8Array {
  const { score, rows, predictions } = judged;
  const arrays = { rows: { array: rows }, predictions: { array: predictions }, importances: { array: importances } };
  return encodeSafetensors(arrays, { numbers: JSON.stringify(numbersSchema.parse({ score, ...rest })) });
}

/** Null if the bytes are not in the format of `encodeFold`, such as those of another release. */
export function decodeFold(bytes: Uint8Array): CompletedFold | null {
  try {
    const { arrays, metadata } = decodeSafetensors(bytes);
    const { score, ...rest } = numbersSchema.parse(JSON.parse(metadata.numbers));
    const rows = arrays.rows.array as Int32Array;
    return {
      status: 'completed',
      ...rest,
      judged: { score, rows, predictions: arrays.predictions.array as Float64Array },
      importances: arrays.importances.array as Float64Array,
    };
  } catch {
    return null;
  }
}
