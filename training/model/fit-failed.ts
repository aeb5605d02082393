import type { FailedFit } from '../../contracts/search/activities.js';

type Code = FailedFit['failed']['code'];

/** A final fit gives no model, and would give none again: the next best may be fitted. */
export class FitFailed extends Error {
  override readonly name = 'FitFailed';

  constructor(
    readonly code: Code,
    reason: string,
  ) {
    super(reason);
  }
}

/** Workers that may be lost in the middle of a model's delivery, whatever it is that ends them. */
const MOST_LOST = 10;

/** @throws FitFailed */
export function lostTooOften(lost: number): void {
  if (lost >= MOST_LOST) throw new FitFailed('crashed-worker', `${lost} workers were lost while they worked on it`);
}
