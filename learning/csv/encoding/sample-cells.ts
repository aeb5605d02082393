import { isUtf8 } from 'node:buffer';

const SEGMENTS = 64;
const SEGMENT_BYTES = 1024;
const LONGEST_CELL = 400;
/** Cell separators in any encoding: none of these is the second byte of a character. */
const ENDS = new Set(Array.from(',;\t\n\r"', (sign) => sign.charCodeAt(0)));

/**
 * Distinct cells with non-ASCII bytes that are not UTF-8, from all parts of a text, one a line: only these distinguish
 * encodings.
 */
export function sampleCells(bytes: Buffer): Buffer {
  const cells = new Set<string>();
  const step = Math.ceil(bytes.length / SEGMENTS);
  for (let start = 0; start < bytes.length; start += step) {
    let taken = 0;
    for (let i = start; i < Math.min(start + step, bytes.length) && taken < SEGMENT_BYTES; i++) {
      if (bytes[i] < 0x80) continue;
      const [from, to] = cellAround(bytes, i);
      i = to;
      // In a mixed text, cells in UTF-8 give no evidence about the others.
      if (isUtf8(bytes.subarray(from, to))) continue;
      const cell = bytes.toString('latin1', from, to);
      if (!cells.has(cell)) taken += cell.length;
      cells.add(cell);
    }
  }
  return Buffer.from([...cells].join('\n'), 'latin1');
}

function cellAround(bytes: Buffer, at: number): [from: number, to: number] {
  let from = at;
  let to = at;
  while (from > 0 && at - from < LONGEST_CELL && !ENDS.has(bytes[from - 1])) from--;
  while (to < bytes.length && to - at < LONGEST_CELL && !ENDS.has(bytes[to])) to++;
  return [from, to];
}
