import { CommanderError } from 'commander';
import { UserError } from '../contracts/errors.js';
import { printable } from './text.js';
import { SearchFailed } from './search-failed.js';

/** Exit codes: a search or the program failed, and what was asked for cannot be done. */
const FAILED = 1;
const MISUSED = 2;

/** Says what went wrong on stderr. @returns the exit code. */
export function reportError(error: unknown): number {
  // Commander has said it already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED;
  if (error instanceof UserError || error instanceof SearchFailed) {
    process.stderr.write(`error: ${printable(error.message)}\n`);
    return error instanceof UserError ? MISUSED : FAILED;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`error: ${printable(text)}\n`);
  if (process.env.COAXIAL_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return FAILED;
}
