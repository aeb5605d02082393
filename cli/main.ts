#!/usr/bin/env node
// Nothing is imported before, because with a low limit of open files the program itself cannot be loaded.
try {
  const { runProgram } = await import('./run-program.js');
  await runProgram();
} catch (error) {
  const { message } = error as Error;
  const remedy = message.includes('EMFILE')
    ? 'raise the limit of open files: ulimit -n 1024'
    : 'install it again: npm ci';
  process.stderr.write(`error: the program cannot be loaded: ${message.split('\n')[0]}\n${remedy}\n`);
  process.exitCode = 1;
}
