/** Share of the steps in which the learning rate rises from 0. */
const WARM_UP = 0.05;

/**
 * Learning rate as a share of its peak: a short linear rise, then half a cosine down to 0 (Loshchilov and Hutter, 2017).
 *
 * @param done share of the planned steps that are behind, from 0 to 1
 */
export function learningRateShare(done: number): number {
  if (done < WARM_UP) return (done + 1e-3) / (WARM_UP + 1e-3);
  return (1 + Math.cos((Math.PI * (done - WARM_UP)) / (1 - WARM_UP))) / 2;
}
