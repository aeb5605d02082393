import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';
import fc from 'fast-check';
import { createRequire } from 'node:module';

const file = new URL('../../dist/workers/plugin/payload-converter.cjs', import.meta.url);
const { payloadConverter } = createRequire(import.meta.url)(file.pathname) as { payloadConverter: PayloadConverter };

class Point {
  constructor(readonly x: number) {}
}

describe('the payload converter', () => {
  it("gives Temporal's own payloads for whatever survives them", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // JSON has one zero.
        const there = payloadConverter.toPayload(value);
        expect(there).toEqual(defaultPayloadConverter.toPayload(value));
        expect(payloadConverter.fromPayload(there)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    const others = [undefined, Uint8Array.of(1, 2), { at: new Date(0), left: undefined }, [undefined], new Point(1)];
    for (const value of others) {
      expect(payloadConverter.toPayload(value)).toEqual(defaultPayloadConverter.toPayload(value));
    }
  });

  it.each<[unknown, string]>([
    [NaN, 'the value is NaN'],
    [{ scores: [1, -Infinity] }, 'scores[1] is -Infinity'],
    [{ a: [{ 'my key': new Map() }] }, 'a[0]["my key"] is a Map'],
    [{ seen: new Set([1]) }, 'seen is a Set'],
    [[{ p: Float64Array.of(1) }], '[0].p is a Float64Array'],
    [{ bytes: Buffer.from('a') }, 'bytes is a Uint8Array'],
    [new SharedArrayBuffer(1), 'the value is a SharedArrayBuffer'],
    [{ n: 2n ** 70n }, 'n is the BigInt 1180591620717411303424'],
    [{ of: { toJSON: () => ({ x: NaN }) } }, 'of.x is NaN'],
    [new Point(NaN), 'x is NaN'],
  ])('refuses %p', (value, message) => {
    const refused = (): unknown => payloadConverter.toPayload(value);
    expect(refused).toThrow(ApplicationFailure);
    expect(refused).toThrow(`${message}, which JSON has no form for: it would arrive as something else`);
  });

  it('refuses what stands in itself', () => {
    const value: Record<string, unknown> = { a: {} };
    (value.a as typeof value).back = value;
    expect(() => payloadConverter.toPayload(value)).toThrow('a.back is an object that it stands in itself');
  });
});
