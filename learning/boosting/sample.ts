import type { Random } from '../../random/index.js';

const NONE = new Int32Array(0);

/** Draws a share of the items without replacement, at least one, and returns both parts in the given order. */
export function sampleOf(items: Int32Array, share: number, random: Random): { chosen: Int32Array; others: Int32Array } {
  const size = Math.max(1, Math.round(share * items.length));
  if (size >= items.length) return { chosen: items, others: NONE };
  const chosen = new Int32Array(size);
  const others = new Int32Array(items.length - size);
  let c = 0;
  let o = 0;
  // Selection sampling (Knuth, The Art of Computer Programming 2, algorithm S).
  for (let i = 0; i < items.length; i++) {
    if (random.float() * (items.length - i) < size - c) chosen[c++] = items[i];
    else others[o++] = items[i];
  }
  return { chosen, others };
}
