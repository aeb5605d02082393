import { MISSING_BIN } from './binning.js';

/**
 * The bins of a node's rows, ascending, found without a scan of all 256: each row sets a bit, and small nodes read the
 * bits in 8 words. MISSING_BIN is the last of them if present.
 */
export class TouchedBins {
  readonly bins = new Uint8Array(MISSING_BIN + 1);
  readonly words = new Int32Array((MISSING_BIN + 1) / 32);
  count = 0;

  /** Lists the bins whose bits are set, and clears the bits. */
  collect(): void {
    const { bins, words } = this;
    let count = 0;
    for (let w = 0; w < words.length; w++) {
      let word = words[w];
      if (word === 0) continue;
      words[w] = 0;
      do {
        const lowest = word & -word;
        bins[count++] = (w << 5) + 31 - Math.clz32(lowest);
        word ^= lowest;
      } while (word !== 0);
    }
    this.count = count;
  }

  /** Lists the first `bins` bins, and the missing values' where asked, that have a number above 0 in a histogram of two each. */
  collectFrom(histogram: Float64Array, bins: number, missing: boolean): void {
    let count = 0;
    for (let bin = 0; bin < bins; bin++) {
      if (histogram[2 * bin] > 0 || histogram[2 * bin + 1] > 0) this.bins[count++] = bin;
    }
    if (missing && (histogram[2 * MISSING_BIN] > 0 || histogram[2 * MISSING_BIN + 1] > 0)) {
      this.bins[count++] = MISSING_BIN;
    }
    this.count = count;
  }
}
