import { DefaultLogger, Runtime, type LogEntry, type RuntimeOptions } from '@temporalio/worker';

/** Makes the workers of this process log warnings only, and ignore signals, which the command handles. */
export function installRuntime(options: Pick<RuntimeOptions, 'workerHeartbeatInterval'> = {}): void {
  // Without `forward` the core would write its own log to stdout, among what a command prints there.
  const telemetryOptions = { logging: { filter: { core: 'WARN', other: 'WARN' }, forward: {} } } as const;
  Runtime.install({ logger: new DefaultLogger('WARN', writeEntry), shutdownSignals: [], telemetryOptions, ...options });
}

/** Writes the log of Temporal's core and the workers to stderr, one line each. */
function writeEntry({ level, timestampNanos, message, meta }: LogEntry): void {
  // The worker of an axis serves no workflow, and that of a check no activity: no warning is needed.
  if (/^No (workflows|activities) registered/.test(message)) return;
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  console.error(`${time} ${level} ${message} ${JSON.stringify(meta ?? {}, errorsAsText)}`);
}

function errorsAsText(_: string, value: unknown): unknown {
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === 'bigint' ? String(value) : value;
}
