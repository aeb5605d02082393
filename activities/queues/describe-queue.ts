import { Context } from '@temporalio/activity';
import { isGrpcServiceError } from '@temporalio/client';
import type { QueueReply, QueueRequest } from '../../contracts/search/search-activities.js';
import { askQueue, mayBeAlive, type QueueClient, type QueueState } from './queue-state.js';

/** gRPC status codes of servers that cannot or may not list pollers. */
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;

/** The activity `describeQueue`: whether a worker is alive that will take the tasks of a module's queue. */
export function describeQueue(request: QueueRequest): Promise<QueueReply> {
  return describeQueueBy(Context.current().client, request);
}

/** The same with a client of the server. */
export async function describeQueueBy(client: QueueClient, { module, queue }: QueueRequest): Promise<QueueReply> {
  try {
    return judge(module, await askQueue(client, queue));
  } catch (error) {
    if (!isGrpcServiceError(error) || ![PERMISSION_DENIED, UNIMPLEMENTED].includes(Number(error.code))) throw error;
    return { taken: 'no', note: null };
  }
}

/** The meaning of a queue's state for a task that no worker has taken for some seconds. */
export function judge(module: string, { pollers, currentBuild }: QueueState): QueueReply {
  const there = pollers.filter(mayBeAlive);
  const takers = there.filter(({ build }) => build === currentBuild);
  if (takers.some(({ alive }) => alive)) return { taken: 'yes', note: null };
  if (takers.length > 0) {
    const seen = Math.round(Math.min(...takers.map(({ silentSeconds }) => silentSeconds)));
    return { taken: 'perhaps', note: `a worker that polled it ${seen} s ago may be busy` };
  }
  if (there.length === 0) return { taken: 'no', note: null };
  const build = there.find((one) => one.build !== null)?.build ?? null;
  const [what, which] = build === null ? ['a worker without a build', '--none'] : [`build ${build}`, build];
  const current =
    currentBuild === null ? 'no build takes tasks yet' : `tasks go to build ${currentBuild}, which is gone`;
  return { taken: 'no', note: `${what} polls it, but ${current}: "coaxial rollout ${module} ${which}"` };
}
