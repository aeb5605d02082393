import { isGrpcServiceError, type Client } from '@temporalio/client';
import pLimit from 'p-limit';

/** Of Temporal's enum TaskQueueType, whose package is not ours to import. */
const ACTIVITY_QUEUE = 2;
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;

/** A worker that polls a queue, as far as the server knows. */
export interface Poller {
  identity: string;
  build: string | null;
  /** Since its last sign of life, in s. A poll lasts up to 60 s, and a dead worker is known for 5 minutes. */
  silentSeconds: number;
  /** By its heartbeats, where it sends any; null where the server knows no better than `silentSeconds`. */
  alive: boolean | null;
}

/** What the server knows of a task queue. */
export interface QueueState {
  pollers: Poller[];
  /** The build that new tasks go to; null where none is set, or workers have no version. */
  currentBuild: string | null;
  /** Tasks that wait to be taken, at most. */
  backlog: number;
}

/** Questions to the server at once. */
const AT_ONCE = 8;

/** What the server knows of these queues. */
export async function askQueues(client: Client, names: readonly string[]): Promise<Map<string, QueueState>> {
  const queues = [...new Set(names)];
  const beats = await heartbeatsOf(client);
  const limit = pLimit(AT_ONCE);
  const states = await Promise.all(queues.map((queue) => limit(() => askQueue(client, queue, beats))));
  return new Map(queues.map((queue, i) => [queue, states[i]]));
}

async function askQueue(client: Client, name: string, beats: Beats): Promise<QueueState> {
  const { pollers, versioningInfo, stats } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name },
    taskQueueType: ACTIVITY_QUEUE,
    reportStats: true,
  });
  const now = Date.now();
  return {
    pollers: (pollers ?? []).map(({ identity, lastAccessTime, deploymentOptions }) => {
      const last = beats.get(keyOf(name, identity ?? ''));
      return {
        identity: identity ?? '',
        build: deploymentOptions?.buildId ?? null,
        silentSeconds: secondsSince(last ?? lastAccessTime, now),
        alive: last ? secondsSince(last, now) <= ALIVE_SECONDS : null,
      };
    }),
    currentBuild: versioningInfo?.currentDeploymentVersion?.buildId ?? null,
    backlog: Number(stats?.approximateBacklogCount ?? 0),
  };
}

type Time = { seconds?: unknown; nanos?: number | null } | null | undefined;
type Beats = ReadonlyMap<string, Time>;

const keyOf = (queue: string, identity: string): string => JSON.stringify([queue, identity]);

/** A worker of Coaxial heartbeats every second. */
const ALIVE_SECONDS = 5;

function secondsSince(time: Time, now: number): number {
  const at = Number(time?.seconds ?? 0) + (time?.nanos ?? 0) / 1e9;
  return Math.max(0, now / 1000 - at);
}

/** When each worker last gave a sign of life; nothing from servers that do not take them. */
async function heartbeatsOf(client: Client): Promise<Beats> {
  const beats = new Map<string, Time>();
  try {
    const { workersInfo } = await client.workflowService.listWorkers({
      namespace: client.options.namespace,
      pageSize: 1000,
    });
    for (const { workerHeartbeat } of workersInfo ?? []) {
      const { taskQueue, workerIdentity, heartbeatTime } = workerHeartbeat ?? {};
      const key = keyOf(taskQueue ?? '', workerIdentity ?? '');
      // A process that was started again may bear the same name.
      const known = Number(beats.get(key)?.seconds ?? 0);
      if (Number(heartbeatTime?.seconds ?? 0) >= known) beats.set(key, heartbeatTime);
    }
  } catch (error) {
    if (!isGrpcServiceError(error) || ![UNIMPLEMENTED, NOT_FOUND].includes(Number(error.code))) throw error;
  }
  return beats;
}
