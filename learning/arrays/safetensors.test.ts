import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeSafetensors, encodeArrays } from './safetensors.js';

/** A file with this text as its header. */
function withHeader(text: string): Uint8Array {
  const header = Buffer.from(text);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(64)]);
}

describe('a safetensors file', () => {
  it('gives back its arrays', () => {
    const arrays = { a: Float64Array.of(1, NaN, -0), b: Uint8Array.of(1, 2, 3), c: Int32Array.of(-1) };
    const decoded = decodeSafetensors(encodeArrays(arrays, { meta: 'text' }));
    expect(Object.fromEntries(Object.entries(decoded.arrays).map(([name, { array }]) => [name, array]))).toEqual(
      arrays,
    );
    expect(decoded.metadata).toEqual({ meta: 'text' });
  });

  it.each([
    ['{', /not a safetensors file/],
    ['null', /not a safetensors file/],
    ['{"__metadata__":{"a":1}}', /not a safetensors file/],
    ['{"a":null}', /^a: /],
    ['{"a":{"dtype":"F64","shape":[1],"data_offsets":[-8,0]}}', /^a: /],
    ['{"a":{"dtype":"F64","shape":[0.5,2],"data_offsets":[0,8]}}', /^a: /],
    ['{"a":{"dtype":"toString","shape":[1],"data_offsets":[0,8]}}', /^a: arrays of type toString/],
    ['{"a":{"dtype":"F64","shape":[1e9],"data_offsets":[0,8000000000]}}', /^a: its bytes are not all there/],
  ])('with the header %s is refused', (header, why) => {
    expect(() => decodeSafetensors(withHeader(header.padEnd(Math.ceil(header.length / 8) * 8)))).toThrow(why);
  });

  it('of any bytes is read, or refused by an error', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.json().map(withHeader));
    fc.assert(
      fc.property(bytes, (file) => {
        try {
          decodeSafetensors(file);
        } catch (error) {
          expect((error as Error).message).toMatch(/safetensors|: /);
        }
      }),
    );
  });
});
