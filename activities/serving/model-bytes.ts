import type { Json } from '../../contracts/json.js';
import { decodeSafetensors, encodeSafetensors } from '../../learning/safetensors.js';
import type { ModelArray, ModelData } from '../paradigms/paradigm.js';

/** A model as a safetensors file: its arrays, and in its metadata `paradigm`, `version` and `meta`, JSON text. */
export function encodeModel({ paradigm, version, meta, arrays }: ModelData): Uint8Array {
  const tensors = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, { array }]));
  return encodeSafetensors(tensors, { paradigm, version: String(version), meta: JSON.stringify(meta) });
}

/** @throws Error where the bytes are no such file */
export function decodeModel(bytes: Uint8Array): ModelData {
  const { arrays, metadata } = decodeSafetensors(bytes);
  const { paradigm, version, meta } = metadata;
  if (paradigm === undefined || version === undefined || meta === undefined) {
    throw new Error('these bytes are no model: their metadata must have paradigm, version and meta');
  }
  const own = Object.entries(arrays).map(([name, { array }]) => [name, array as ModelArray] as const);
  return { paradigm, version: Number(version), meta: JSON.parse(meta) as Json, arrays: Object.fromEntries(own) };
}
