import { reportError } from './report-error.js';
import { ignoreClosedOutput } from './processes/output-errors.js';
import { createProgram, type Run } from './program.js';

/** Runs what the command line asks for, and says what goes wrong, also where nothing waits for it. */
export async function runProgram(): Promise<void> {
  ignoreClosedOutput((error) => process.exit(reportError(error)));
  process.on('uncaughtException', (error) => process.exit(reportError(error)));
  try {
    await createProgram(run).parseAsync();
  } catch (error) {
    process.exitCode = reportError(error);
  }
}

const run: Run =
  (load) =>
  async (...args) => {
    const given = args as never[]; // as commander parsed them by what program.ts declares
    const command = await load(...given);
    process.exitCode = await command(...given);
  };
