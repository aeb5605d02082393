#!/usr/bin/env node
import { reportError } from './errors.js';
import { createProgram } from './program.js';

// A reader that has read enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await createProgram((code) => (process.exitCode = code)).parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
