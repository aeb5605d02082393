/**
 * Inverted dropout (Srivastava et al., 2014): each of `values`, and its slope, becomes 0 with probability `rate`, else
 * is divided by 1 - rate. A layer needs one draw for each value, so they come from a fast generator with 32 bits of
 * state (a Weyl sequence hashed by murmur3's finaliser), which is seeded by the library's.
 *
 * @param seed 32 bits, another for each layer and step
 */
export function dropOut(values: Float32Array, slopes: Float32Array, rate: number, seed: number): void {
  const kept = 1 / (1 - rate);
  const threshold = rate * 2 ** 32;
  let state = seed | 0;
  for (let i = 0; i < values.length; i++) {
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    const factor = (bits ^ (bits >>> 16)) >>> 0 < threshold ? 0 : kept;
    values[i] *= factor;
    slopes[i] *= factor;
  }
}
