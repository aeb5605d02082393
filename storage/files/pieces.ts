import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';

/** Size of a piece: some hundredths of a second of work. */
const PIECE = 16 * 2 ** 20;

/** Processes bytes in pieces and yields to the event loop in between, so that heartbeats are not delayed. */
export async function inPieces(bytes: Uint8Array, act: (piece: Uint8Array, at: number) => void): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (at > 0) await breathe();
    act(bytes.subarray(at, at + PIECE), at);
  }
}

/** SHA-256, in hexadecimal digits. */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  await inPieces(bytes, (piece) => hash.update(piece));
  return hash.digest('hex');
}
