import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { heartbeat, sleep } from '@temporalio/activity';
import { createDescribeAxis } from '../../activities/steps/describe-axis.js';
import type { AdvanceAnswer, AxisDeclaration } from '../../contracts/module/axis.js';
import type { TestHome } from './test-home.js';

// Searches tell the busy from the dead by it.
Runtime.install({ workerHeartbeatInterval: '1s', logger: new DefaultLogger('ERROR') });

/** An axis of another team that proposes nothing. */
export const IDLE: AdvanceAnswer = {
  state: { inline: null },
  candidates: { inline: [] },
  converged: true,
  choice: null,
  note: 'nothing to propose',
};

/** What an axis of another team answers at a step. */
export type Answering = (argument: unknown) => unknown;

/** It steps after the others, in turns. */
export function declarationOf(name: string): AxisDeclaration {
  const activity = name.replace(/-./g, (dash) => dash[1].toUpperCase());
  return { name, activity, varies: 'part', requires: null, order: 1, share: 1, importances: 'none' };
}

export interface ServeOptions {
  /** The activity's type name of an axis, where it is not its own. */
  activities?: Record<string, string>;
  /** Steps at once. */
  concurrency?: number;
}

/**
 * Serves axes by whatever they answer, in this process.
 *
 * @returns what ends it
 */
export async function serveAxes(
  { address, namespace }: Pick<TestHome, 'address' | 'namespace'>,
  queue: string,
  axes: Record<string, Answering>,
  { activities = {}, concurrency }: ServeOptions = {},
): Promise<() => Promise<void>> {
  const served = Object.keys(axes).map((name) => ({ declaration: declarationOf(name) }));
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: queue,
    maxHeartbeatThrottleInterval: '500ms',
    maxConcurrentActivityTaskExecutions: concurrency,
    activities: {
      describeAxis: createDescribeAxis(served, { build: null, pinnedQueue: null }),
      ...Object.fromEntries(
        Object.entries(axes).map(([name, answer]) => [
          activities[name] ?? declarationOf(name).activity,
          (argument: unknown) => Promise.resolve(argument).then(answer),
        ]),
      ),
    },
  });
  const running = worker.run();
  return async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await running;
    await connection.close();
  };
}

/** Heartbeats, and answers nothing; never, where it is not told how long. */
export async function hang(until = new Promise<void>(() => undefined)): Promise<void> {
  let over = false;
  void until.then(() => (over = true));
  while (!over) {
    heartbeat();
    await sleep(200);
  }
}
