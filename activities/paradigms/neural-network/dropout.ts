/**
 * Fills a mask of inverted dropout (Srivastava et al., 2014): 0 with probability `rate`, else 1 / (1 - rate).
 * A mask has as many draws as a layer has values, so they come from a small generator of 32 bits of state (a Weyl
 * sequence hashed by murmur3's finaliser) rather than from the library's, which seeds it.
 *
 * @param seed 32 bits, another for each mask
 */
export function fillDropoutMask(mask: Float32Array, rate: number, seed: number): void {
  const kept = 1 / (1 - rate);
  const threshold = rate * 2 ** 32;
  let state = seed | 0;
  for (let i = 0; i < mask.length; i++) {
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    mask[i] = (bits ^ (bits >>> 16)) >>> 0 < threshold ? 0 : kept;
  }
}
