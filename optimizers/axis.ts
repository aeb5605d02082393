import type { AdvanceInput, AdvanceOutput, AxisDeclaration } from '../contracts/module/axis.js';

/**
 * A search space with its optimizer: ask and tell in one function. Pure: the same input gives the same output, with no
 * clock, no files and no randomness except the given seed. It is given trials of all axes; candidates that it proposed
 * can come back failed, timed out, or not at all.
 */
export interface Axis {
  declaration: AxisDeclaration;
  /** @throws UserError('InvalidState') if the state is not one of this axis. */
  advance(input: AdvanceInput): AdvanceOutput;
}
