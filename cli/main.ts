#!/usr/bin/env node
import { reportError } from './errors.js';
import { createProgram } from './program.js';
import { outlastClosedOutput } from './output.js';

outlastClosedOutput((error) => process.exit(reportError(error)));
process.on('uncaughtException', (error) => process.exit(reportError(error)));

try {
  await createProgram((code) => (process.exitCode = code)).parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
