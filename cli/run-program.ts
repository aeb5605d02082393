import { reportError } from './report-error.js';
import { ignoreClosedOutput } from './processes/output-errors.js';
import { createProgram, type Run } from './program.js';

/** Runs the command line, and reports all errors, unhandled ones included. */
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
