import { completed, type Trial } from '../../contracts/trial.js';
import { likeness } from '../elimination/likeness.js';

/** Sets of columns that have less than this part of their union in common lead elsewhere. */
const UNLIKE = 0.5;

/** Part of a generation that is bred for another collaborator than the incumbent. */
const SHARE = 0.25;
const LEAST = 2;

/**
 * Another trial of the incumbent's paradigm to breed a part of each generation for: the best of the elite on columns
 * unlike the incumbent's. What suits the incumbent's columns may keep others from ever looking good (cooperative
 * coevolution, Potter and De Jong 1994: a collaborator beside the best). Null for none.
 */
export function collaboratorOf(incumbent: Trial | null, elite: readonly Trial[]): Trial | null {
  if (!incumbent) return null;
  const { paradigm, features } = incumbent.candidate;
  const other = elite.find(
    ({ candidate }) => candidate.paradigm === paradigm && likeness(candidate.features, features) < UNLIKE,
  );
  return other && completed(other) ? other : null;
}

/** Candidates of a generation of `count` that go to the collaborator. */
export function collaborationSize(count: number): number {
  const part = Math.round(SHARE * count);
  return part >= LEAST ? part : count >= 2 * LEAST ? LEAST : 0;
}
