/**
 * Handles errors of stdout and stderr. If the reader of a pipe closes it (`| head`), the process ends without an error;
 * if a terminal is gone, it does not, because this is signalled separately. Errors of stderr are ignored.
 *
 * @param fail called with other errors of the output, such as a full disk
 */
export function ignoreClosedOutput(fail: (error: Error) => void): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    if (error.code === 'EIO') return;
    fail(Object.assign(new Error(`stdout cannot be written: ${error.message}`), { code: error.code }));
  });
  process.stderr.on('error', () => undefined);
}

/** For a process that only logs: it continues if its log cannot be written, for example on a full disk. */
export function ignoreFullLog(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
