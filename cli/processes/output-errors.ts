/**
 * Looks after what a process cannot write any more. A reader that has read enough (`| head`) ends the process without
 * an error; a terminal that is gone does not, for its end comes as a signal. What cannot be said on stderr is not said.
 *
 * @param fail told of an output that is lost otherwise, such as to a full disk
 */
export function ignoreClosedOutput(fail: (error: Error) => void): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    if (error.code === 'EIO') return;
    fail(Object.assign(new Error(`stdout cannot be written: ${error.message}`), { code: error.code }));
  });
  process.stderr.on('error', () => undefined);
}

/** For a process that only logs: it goes on where its log cannot be written, as on a full disk. */
export function ignoreFullLog(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
