import { expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { digestOf, inPieces } from './pieces.js';

it('hashes bytes of any size piece by piece, and lets other things happen in between', async () => {
  for (const size of [0, 1, 2 ** 24 - 1, 2 ** 24, 3 * 2 ** 24 + 5]) {
    const bytes = new Uint8Array(size).map((_, i) => i);
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    expect(await digestOf(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    clearInterval(timer);
    if (size > 3 * 2 ** 24) expect(turns).toBeGreaterThan(0);
    const copy = new Uint8Array(size);
    await inPieces(bytes, (piece, at) => copy.set(piece, at));
    expect(Buffer.compare(copy, bytes)).toBe(0);
  }
});
