import { isGrpcServiceError, type Client } from '@temporalio/client';
import pLimit from 'p-limit';

/** As much of a client as it takes to ask. */
export type Asking = Pick<Client, 'workflowService'> & { options: Pick<Client['options'], 'namespace'> };

/** Of Temporal's enum TaskQueueType: its package is not ours to import. */
const ACTIVITY_QUEUE = 2;
/** Of its enum WorkerStatus; what follows is shutting down. */
const RUNNING = 1;
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;

/** A worker that polls a queue, as far as the server knows. */
export interface Poller {
  identity: string;
  build: string | null;
  /** Since its last sign of life, in s. A poll lasts up to 60 s, and a dead worker is known for 5 minutes. */
  silentSeconds: number;
  /** By its heartbeats; null where it sends none, or so seldom that its silence says nothing yet. */
  alive: boolean | null;
}

/** A poll lasts so long, in s: whoever has not polled again since is gone, or has enough to do. */
const POLL_SECONDS = 65;

/** Whether it may live, as far as the server knows. */
export const isThere = ({ alive, silentSeconds }: Poller): boolean => alive ?? silentSeconds <= POLL_SECONDS;

/** What the server knows of a task queue. */
export interface QueueState {
  pollers: Poller[];
  /** The build that new tasks go to; null where none is set, or workers have no version. */
  currentBuild: string | null;
  /** Name of its worker deployment. */
  currentDeployment: string | null;
  /** Tasks that wait to be taken, at most. */
  backlog: number;
}

/** Questions to the server at once. */
const AT_ONCE = 8;

/** What the server knows of these queues. */
export async function askQueues(client: Asking, names: readonly string[]): Promise<Map<string, QueueState>> {
  const queues = [...new Set(names)];
  const beats = await heartbeatsOf(client);
  const limit = pLimit(AT_ONCE);
  const states = await Promise.all(queues.map((queue) => limit(() => stateOf(client, queue, beats))));
  return new Map(queues.map((queue, i) => [queue, states[i]]));
}

/** What it knows of one. */
export async function askQueue(client: Asking, name: string): Promise<QueueState> {
  return stateOf(client, name, await heartbeatsOf(client));
}

async function stateOf(client: Asking, name: string, beats: Beats): Promise<QueueState> {
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
  /** It takes no more tasks. */
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

/** When each worker last gave a sign of life; nothing from servers that do not take them. */
async function heartbeatsOf(client: Asking): Promise<Beats> {
  const beats = new Map<string, Beat>();
  try {
    const { workersInfo } = await client.workflowService.listWorkers({
      namespace: client.options.namespace,
      pageSize: 1000,
    });
    for (const { workerHeartbeat } of workersInfo ?? []) {
      const { taskQueue, workerIdentity, heartbeatTime, elapsedSinceLastHeartbeat, status } = workerHeartbeat ?? {};
      const key = keyOf(taskQueue ?? '', workerIdentity ?? '');
      // A process that was started again may bear the same name.
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
