import { reportError } from './report-error.js';
import { outlastClosedOutput } from './processes/output.js';
import { createProgram } from './program.js';

/** Runs what the command line asks for, and says what goes wrong, also where nothing waits for it. */
export async function runProgram(): Promise<void> {
  outlastClosedOutput((error) => process.exit(reportError(error)));
  process.on('uncaughtException', (error) => process.exit(reportError(error)));
  try {
    await createProgram((code) => (process.exitCode = code)).parseAsync();
  } catch (error) {
    process.exitCode = reportError(error);
  }
}
