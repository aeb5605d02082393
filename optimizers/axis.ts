import type { AdvanceInput, AdvanceOutput, AxisDeclaration } from '../contracts/module/axis.js';

/**
 * One space to search, with ask and tell in one function. Pure: the same input gives the same output; no clock, no
 * files, no randomness but the given seed. It may be given trials of any axis, and candidates it asked for may come
 * back failed, timed out, or not at all.
 */
export interface Axis {
  declaration: AxisDeclaration;
  /** @throws UserError('InvalidState') where the state is none of its own. */
  advance(input: AdvanceInput): AdvanceOutput;
}
