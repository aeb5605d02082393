import type { FailedFit } from '../../contracts/search/trial-activities.js';

type Code = FailedFit['failed']['code'];

/** A final fit failed, and a retry would not help: the next best candidate can be fitted. */
export class FitFailed extends Error {
  override readonly name = 'FitFailed';

  constructor(
    readonly code: Code,
    reason: string,
  ) {
    super(reason);
  }
}

/** Number of workers that may be lost during the delivery of a model, for any reason. */
const MOST_LOST = 10;

/** @throws FitFailed */
export function lostTooOften(lost: number): void {
  if (lost >= MOST_LOST) throw new FitFailed('crashed-worker', `${lost} workers were lost while they worked on it`);
}
