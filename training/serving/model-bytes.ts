import type { Json } from '../../contracts/json.js';
import { arraysOf, decodeSafetensors, encodeArrays } from '../../learning/arrays/safetensors.js';
import type { ModelData } from '../paradigm/paradigm.js';

/** A model as a safetensors file: its arrays, and in its metadata `paradigm`, `version` and `meta`, JSON text. */
export function encodeModel({ paradigm, version, meta, arrays }: ModelData): Uint8Array {
  return encodeArrays(arrays, { paradigm, version: String(version), meta: JSON.stringify(meta) });
}

/** @throws Error where the bytes are no such file */
export function decodeModel(bytes: Uint8Array): ModelData {
  const decoded = decodeSafetensors(bytes);
  const { paradigm, version, meta } = decoded.metadata;
  if (paradigm === undefined || version === undefined || meta === undefined) {
    throw new Error('these bytes are not a model: their metadata must have paradigm, version and meta');
  }
  const arrays = arraysOf(decoded) as ModelData['arrays'];
  return { paradigm, version: Number(version), meta: JSON.parse(meta) as Json, arrays };
}
