/** Quantiles at 97.5 % of Student's t distribution with 1, 2, … degrees of freedom. */
const QUANTILES = [12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
const NORMAL_QUANTILE = 1.96;

/**
 * Standard errors by which a mean over folds must differ from 0 to be significant (two-sided, 5 %). The error of a
 * single fold is modelled rather than estimated, so the normal quantile holds for it.
 */
export function criticalValue(folds: number): number {
  if (folds === 1) return NORMAL_QUANTILE;
  // Hill (1970), first term: within 0.01 from 11 degrees of freedom on.
  return QUANTILES[folds - 2] ?? NORMAL_QUANTILE + (NORMAL_QUANTILE ** 3 + NORMAL_QUANTILE) / (4 * (folds - 1));
}
