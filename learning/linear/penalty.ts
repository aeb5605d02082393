import type { Design } from './design.js';

/** The elastic net's penalty of coefficients β of the columns as given: Σ (l1 |β[j]| + ½ l2 β[j]²), beside a mean loss. */
export interface Penalty {
  l1: number;
  l2: number;
}

/** The penalties of a design's coefficients: the factors of |γ[j]| and ½ γ[j]². */
export interface ScaledPenalty {
  l1: Float64Array;
  l2: Float64Array;
}

export function scaledPenalty(design: Design, { l1, l2 }: Penalty): ScaledPenalty {
  return { l1: design.scale.map((scale) => l1 / scale), l2: design.scale.map((scale) => l2 / scale ** 2) };
}
