import { isGrpcServiceError, type Client } from '@temporalio/client';
import pLimit from 'p-limit';

/** The part of a client that is needed. */
export type QueueClient = Pick<Client, 'workflowService'> & { options: Pick<Client['options'], 'namespace'> };

/** A value of Temporal's enum TaskQueueType, whose package is not a dependency. */
const ACTIVITY_QUEUE = 2;
/** A value of its enum WorkerStatus; larger ones mean shutting down. */
const RUNNING = 1;
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;

/** A worker that polls a queue, according to the server. */
export interface Poller {
  identity: string;
  build: string | null;
  /**
   * Time since its last poll or heartbeat, in s. A poll lasts up to 60 s, and the server lists a dead worker for 5
   * minutes.
   */
  silentSeconds: number;
  /** Decided by its heartbeats; null if it sends none, or too rarely to decide yet. */
  alive: boolean | null;
}

/** Longest duration of a poll in s: a worker that has not polled again since is gone or busy. */
const POLL_SECONDS = 65;

/** Whether it may be alive, according to the server. */
export const mayBeAlive = ({ alive, silentSeconds }: Poller): boolean => alive ?? silentSeconds <= POLL_SECONDS;

/** The state of a task queue, from the server. */
export interface QueueState {
  pollers: Poller[];
  /** The build that new tasks go to; null if none is set, or workers have no version. */
  currentBuild: string | null;
  /** Name of its worker deployment. */
  currentDeployment: string | null;
  /** Upper bound of the number of waiting tasks. */
  backlog: number;
}

/** Most concurrent requests to the server. */
const AT_ONCE = 8;

/** The states of these queues. */
export async function askQueues(client: QueueClient, names: readonly string[]): Promise<Map<string, QueueState>> {
  const queues = [...new Set(names)];
  const beats = await heartbeatsOf(client);
  const limit = pLimit(AT_ONCE);
  const states = await Promise.all(queues.map((queue) => limit(() => stateOf(client, queue, beats))));
  return new Map(queues.map((queue, i) => [queue, states[i]]));
}

/** The state of one queue. */
export async function askQueue(client: QueueClient, name: string): Promise<QueueState> {
  return stateOf(client, name, await heartbeatsOf(client));
}

async function stateOf(client: QueueClient, name: string, beats: Beats): Promise<QueueState> {
  const { pollers, versioningInfo, stats } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name },
    taskQueueType: ACTIVITY_QUEUE,
    reportStats: true,
  });
  const now = Date.now();
  return {
    pollers: (pollers ?? []).map(({ identity, lastAccessTime, deploymentOptions }) => {
      const beat = beats.get(keyOf(name, identity ?? ''));
      const polled = secondsSince(lastAccessTime, now);
      return {
        identity: identity ?? '',
        build: deploymentOptions?.buildId ?? null,
        silentSeconds: Math.min(polled, beat ? secondsSince(beat.last, now) : polled),
        alive: beat ? isAlive(beat, now) : null,
      };
    }),
    currentBuild: versioningInfo?.currentDeploymentVersion?.buildId || null,
    currentDeployment: versioningInfo?.currentDeploymentVersion?.deploymentName || null,
    backlog: Number(stats?.approximateBacklogCount ?? 0),
  };
}

type Time = { seconds?: unknown; nanos?: number | null } | null | undefined;

/** A worker's last heartbeat. */
interface Beat {
  last: Time;
  /** Between the last two, in s; 0 of the first. */
  interval: number;
  /** It takes no more tasks (shutting down). */
  ended: boolean;
}

type Beats = ReadonlyMap<string, Beat>;

const keyOf = (queue: string, identity: string): string => JSON.stringify([queue, identity]);

/** Workers of Coaxial heartbeat every second; others as their runtime is set, by default every minute. */
const ALIVE_SECONDS = 5;
const DEFAULT_INTERVAL = 60;

function isAlive({ last, interval, ended }: Beat, now: number): boolean | null {
  const silent = secondsSince(last, now);
  if (ended || silent > ALIVE_SECONDS + (interval || DEFAULT_INTERVAL)) return false;
  return silent <= ALIVE_SECONDS ? true : null;
}

const secondsOf = (time: Time): number => Number(time?.seconds ?? 0) + (time?.nanos ?? 0) / 1e9;

function secondsSince(time: Time, now: number): number {
  return Math.max(0, now / 1000 - secondsOf(time));
}

/** Time of each worker's last heartbeat; empty for servers without heartbeats. */
async function heartbeatsOf(client: QueueClient): Promise<Beats> {
  const beats = new Map<string, Beat>();
  try {
    const { workersInfo } = await client.workflowService.listWorkers({
      namespace: client.options.namespace,
      pageSize: 1000,
    });
    for (const { workerHeartbeat } of workersInfo ?? []) {
      const { taskQueue, workerIdentity, heartbeatTime, elapsedSinceLastHeartbeat, status } = workerHeartbeat ?? {};
      const key = keyOf(taskQueue ?? '', workerIdentity ?? '');
      // A restarted process can have the same name.
      if (secondsOf(heartbeatTime) < secondsOf(beats.get(key)?.last)) continue;
      beats.set(key, {
        last: heartbeatTime,
        interval: secondsOf(elapsedSinceLastHeartbeat),
        ended: (status ?? RUNNING) > RUNNING,
      });
    }
  } catch (error) {
    if (!isGrpcServiceError(error) || ![UNIMPLEMENTED, NOT_FOUND].includes(Number(error.code))) throw error;
  }
  return beats;
}
