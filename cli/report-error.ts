import { CommanderError } from 'commander';
import { UserError } from '../contracts/errors.js';
import { optionsNamed } from './input/option-names.js';
import { commandText } from '../client/text.js';
import { printable } from './text/text.js';
import { SearchFailed } from '../client/search-failed.js';

/** Exit codes: a search or the program failed; the request was invalid. */
const FAILED = 1;
const MISUSED = 2;

/** What the user can do about errors of the system. */
const REMEDIES: Readonly<Record<string, string>> = {
  EMFILE: 'this process may open too few files at once: raise the limit, "ulimit -n 1024"',
  ENFILE: 'all programs of this machine together have too many files open: end some of them',
  ENOSPC: `make room on the disk; ${commandText('store', 'gc')} may`,
  EDQUOT: `make room, or have the quota raised; ${commandText('store', 'gc')} may make room`,
  EROFS: 'name a folder on a disk that can be written to',
  EACCES: 'this user may not: change the permissions, or name another file or folder',
  EPERM: 'this user may not: change the permissions, or name another file or folder',
  ENOMEM: 'the machine has too little memory left: end other programs',
  ENOEXEC: 'the program was built for another machine',
};

/** Reports an error on stderr. @returns the exit code. */
export function reportError(error: unknown): number {
  // Reported by commander already; help and version are not errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED;
  if (error instanceof UserError) {
    say(optionsNamed(error.message));
    return MISUSED;
  }
  if (error instanceof SearchFailed) {
    say(optionsNamed(error.message));
    return FAILED;
  }
  const text = error instanceof Error ? error.message : String(error);
  say(text.split('\n').find((line) => line.trim() !== '') ?? 'unknown');
  process.stderr.write(`${remedyFor(text, (error as NodeJS.ErrnoException | null)?.code)}\n`);
  if (process.env.COAXIAL_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return FAILED;
}

function say(message: string): void {
  process.stderr.write(`error: ${printable(message)}\n`);
}

/** An error that passed through a worker or a library has its code only in its text. */
function remedyFor(text: string, code: string | undefined): string {
  const [found] = [code, /\bE[A-Z]{3,}\b/.exec(text)?.[0]].flatMap((one) => (one && REMEDIES[one]) || []);
  return found ?? 'with COAXIAL_DEBUG=1 it says where in the program that was';
}
