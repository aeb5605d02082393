import { z } from 'zod';
import { issuesText } from '../../contracts/issues.js';

/** Arrays in one file, by name: the safetensors format (github.com/huggingface/safetensors), without compression. */
export type TensorArray = Float64Array | Float32Array | Int32Array | Uint8Array | Int8Array;

export interface Tensor {
  readonly array: TensorArray;
  /** Row-major sizes; one dimension where left out. */
  readonly shape?: readonly number[];
}

export interface DecodedTensors {
  /** Views of the given bytes, nothing is copied. */
  readonly arrays: Readonly<Record<string, Required<Tensor>>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const ALIGNMENT = 8;
const METADATA = '__metadata__';

const TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U8: Uint8Array,
  I8: Int8Array,
} as const;
type TypeName = keyof typeof TYPES;

const place = z.int().min(0);
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(place),
  data_offsets: z.tuple([place, place]),
});
type Entry = z.infer<typeof entrySchema>;
const headerSchema = z.object({ [METADATA]: z.record(z.string(), z.string()).optional() }).catchall(z.unknown());

/** @throws RangeError if a shape does not fit its array. */
export function encodeSafetensors(
  arrays: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const tensors = Object.entries(arrays).map(([name, { array, shape = [array.length] }]) => {
    if (shape.reduce((a, b) => a * b, 1) !== array.length) {
      throw new RangeError(`${name}: the shape ${shape.join(' × ')} does not hold ${array.length} values`);
    }
    return { name, array, shape: [...shape] };
  });
  // Widest elements first: every array then starts at a multiple of its element size and can be viewed in place.
  tensors.sort((a, b) => b.array.BYTES_PER_ELEMENT - a.array.BYTES_PER_ELEMENT);
  const entries: [string, Entry | Record<string, string>][] = [[METADATA, { ...metadata }]];
  let end = 0;
  for (const { name, array, shape } of tensors) {
    entries.push([name, { dtype: typeName(array), shape, data_offsets: [end, end + array.byteLength] }]);
    end += array.byteLength;
  }
  const header = padded(JSON.stringify(Object.fromEntries(entries)));
  const file = new Uint8Array(8 + header.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  let offset = 8 + header.length;
  for (const { array } of tensors) {
    file.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += array.byteLength;
  }
  return file;
}

function padded(json: string): Uint8Array {
  const bytes = new TextEncoder().encode(json);
  const header = new Uint8Array(Math.ceil(bytes.length / ALIGNMENT) * ALIGNMENT).fill(0x20);
  header.set(bytes);
  return header;
}

function typeName(array: TensorArray): TypeName {
  if (array instanceof Float64Array) return 'F64';
  if (array instanceof Float32Array) return 'F32';
  if (array instanceof Int32Array) return 'I32';
  return array instanceof Int8Array ? 'I8' : 'U8';
}

/** The same of arrays of one dimension, by name. */
export function encodeArrays(
  arrays: Readonly<Record<string, TensorArray>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const tensors = Object.entries(arrays).map(([name, array]) => [name, { array }] as const);
  return encodeSafetensors(Object.fromEntries(tensors), metadata);
}

/** The arrays of a decoded file by name, without their shapes. */
export function arraysOf({ arrays }: DecodedTensors): Record<string, TensorArray> {
  return Object.fromEntries(Object.entries(arrays).map(([name, { array }]) => [name, array]));
}

/**
 * The arrays of a file. Bytes that do not start at a multiple of 8 in their buffer are copied once.
 *
 * @throws Error if the bytes are not such a file, or hold a type that this module does not write.
 */
export function decodeSafetensors(bytes: Uint8Array): DecodedTensors {
  const file = bytes.byteOffset % ALIGNMENT === 0 ? bytes : Uint8Array.from(bytes);
  const headerLength = file.length < 8 ? NaN : Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (!(headerLength <= file.length - 8)) throw new Error('these bytes are not a safetensors file');
  // A copy, because text cannot be decoded from shared memory.
  const text = new TextDecoder().decode(Uint8Array.from(file.subarray(8, 8 + headerLength)));
  const { [METADATA]: metadata, ...entries } = headerOf(text);
  const start = file.byteOffset + 8 + headerLength;
  const arrays = Object.entries(entries).map(([name, entry]) => [name, view(name, entry, file, start)] as const);
  return { arrays: Object.fromEntries(arrays), metadata: metadata ?? {} };
}

function headerOf(text: string): z.infer<typeof headerSchema> {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch {
    throw new Error('these bytes are not a safetensors file: their header cannot be read');
  }
}

function view(name: string, entry: unknown, file: Uint8Array, start: number): Required<Tensor> {
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) throw new Error(`${name}: ${issuesText(parsed.error)}`);
  const { dtype, shape, data_offsets } = parsed.data;
  const [from, to] = data_offsets;
  if (!isTypeName(dtype)) throw new Error(`${name}: arrays of type ${dtype} cannot be read`);
  const Type = TYPES[dtype];
  const length = shape.reduce((a, b) => a * b, 1);
  const inside = start + to <= file.byteOffset + file.byteLength;
  if (!inside || to - from !== length * Type.BYTES_PER_ELEMENT) throw new Error(`${name}: its bytes are not all there`);
  if ((start + from) % Type.BYTES_PER_ELEMENT !== 0)
    throw new Error(`${name}: it starts at no multiple of its elements`);
  return { array: new Type(file.buffer as ArrayBuffer, start + from, length), shape };
}

function isTypeName(name: string): name is TypeName {
  return Object.hasOwn(TYPES, name);
}
