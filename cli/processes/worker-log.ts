import { DefaultLogger, Runtime, type LogEntry, type RuntimeOptions } from '@temporalio/worker';

/** Has the workers of this process log warnings alone, and leave signals to the command that runs them. */
export function installRuntime(options: Pick<RuntimeOptions, 'workerHeartbeatInterval'> = {}): void {
  Runtime.install({ logger: new DefaultLogger('WARN', writeEntry), shutdownSignals: [], ...options });
}

/** What Temporal's core and the workers log, one line each on stderr. */
function writeEntry({ level, timestampNanos, message, meta }: LogEntry): void {
  // The worker of an axis serves no workflow, that of a check no activity, and neither need be warned.
  if (/^No (workflows|activities) registered/.test(message)) return;
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  console.error(`${time} ${level} ${message} ${JSON.stringify(meta ?? {}, errorsAsText)}`);
}

function errorsAsText(_: string, value: unknown): unknown {
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === 'bigint' ? String(value) : value;
}
