import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { CALL_ACTIVITY, activityOutcomeSchema, type ActivityCall } from '../../../contracts/search/activity-call.js';
import { Refused } from '../../../kit/index.js';
import type { Endpoint } from '../../../server/endpoint.js';
import { installRuntime } from '../../processes/worker-log.js';

/** No worker takes the tasks of the module's queue. */
export class Unserved extends Error {
  override readonly name = 'Unserved';
}

/** Calls a module's activities. */
export interface Caller {
  /**
   * One call, without a retry.
   *
   * @throws Unserved; Refused for a non-retryable failure; another Error for other failures
   */
  call(call: Omit<ActivityCall, 'argument'>, argument: unknown, signal?: AbortSignal): Promise<unknown>;
  /** Ends running calls, and the worker of the workflows that make them. */
  close(): Promise<void>;
}

/**
 * Calls activities by workflows of this process, on a queue that nobody else polls.
 *
 * @param of names the workflows, for the Web UI
 */
export async function openCaller(
  { connection: address, namespace }: Endpoint,
  client: Client,
  of: string,
): Promise<Caller> {
  installRuntime();
  const connection = await NativeConnection.connect(address);
  const session = `check-${of}-${randomUUID()}`;
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: session,
    workflowBundle: { codePath: fileURLToPath(new URL('../../../workflows/bundle.js', import.meta.url)) },
  });
  const running = worker.run();
  running.catch(() => undefined); // reported by close
  const open = new Set<string>();
  let calls = 0;
  return {
    call: async (call, argument, signal) => {
      const workflowId = `${session}-${++calls}`;
      const handle = await client.workflow.start(CALL_ACTIVITY, {
        workflowId,
        taskQueue: session,
        args: [{ ...call, argument: argument ?? null }],
        staticSummary: `${call.activity} of ${of}`,
      });
      open.add(workflowId);
      const cancel = (): void => void handle.cancel().catch(() => undefined); // it may have ended meanwhile
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
      try {
        return answerOf(call, await handle.result());
      } finally {
        open.delete(workflowId);
        signal?.removeEventListener('abort', cancel);
      }
    },
    close: async () => {
      await Promise.all([...open].map((id) => client.workflow.getHandle(id).terminate('the check has ended')));
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

function answerOf({ activity, timeoutSeconds }: Omit<ActivityCall, 'argument'>, result: unknown): unknown {
  const outcome = activityOutcomeSchema.parse(result);
  if ('answer' in outcome) return outcome.answer;
  const { failure, message } = outcome;
  switch (failure) {
    case 'untaken':
      throw new Unserved(message);
    case 'refused':
      throw new Refused(message);
    case 'silent':
      throw new Error(`${activity} gave no sign of life for 5 s: heartbeat every second, from a thread that is free`);
    case 'late':
      throw new Error(`${activity} took longer than ${timeoutSeconds} s`);
    default:
      throw new Error(message);
  }
}
