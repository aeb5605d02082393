import { NativeConnection, Worker, type NativeConnectionOptions } from '@temporalio/worker';
import type { ProjectSettings } from '../contracts/search/settings.js';
import { resolveModules, type Given } from './plugin/modules.js';
import { pinnedQueueOf, placementOf } from './plugin/placement.js';
import { CoaxialPlugin } from './plugin/plugin.js';
import type { Store } from '../storage/store.js';
import { ProcessResources } from './process/process-resources.js';
import { localWorkers } from './local-workers.js';
import { checkRoles, modulesOfRole } from './roles.js';

export interface WorkersOptions {
  /** Names as in `workerRoles` (`search`, `trials`, axes, paradigms); or all of `localWorkers`. */
  roles: readonly string[] | 'all';
  /** How to reach the server. */
  connection: Pick<NativeConnectionOptions, 'address' | 'tls' | 'apiKey' | 'metadata'>;
  namespace: string;
  settings: ProjectSettings;
  /** The folder that relative paths of temporal.yaml start from. */
  root: string;
  store: Store;
}

export interface RunningWorkers {
  /** Stops polling, lets running tasks end or be returned to the server, and closes everything. */
  shutdown(): Promise<void>;
  /** Settles when the workers have stopped; rejects if one of them failed. */
  done: Promise<void>;
}

/**
 * Starts a Temporal worker for each role in this process, and returns once they poll.
 *
 * @throws UserError for an unknown role, or conflicting settings; Error if the server cannot be reached.
 */
export async function runWorkers(options: WorkersOptions): Promise<RunningWorkers> {
  const { settings } = options;
  checkRoles(options.roles, settings);
  const roles = options.roles === 'all' ? Object.values(localWorkers(settings)).flat() : options.roles;
  const placed = (await Promise.all(roles.map((role) => placeRole(role, options)))).flat();
  const connection = await NativeConnection.connect(options.connection);
  const tools = new ProcessResources(options, true);
  const close = (): Promise<void> => tools.close().finally(() => connection.close());
  const workers = await createWorkers(placed, options, connection, tools).catch((error: unknown) =>
    close().then(() => Promise.reject(error as Error)),
  );
  const done = Promise.all(workers.map((worker) => worker.run()))
    .finally(close)
    .then(() => undefined);
  return {
    done,
    shutdown: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

/** A worker to be created. */
interface Placed {
  given: Given;
  taskQueue: string;
  pinned: boolean;
}

/**
 * The queues of a role's workers. A module with a version gets a second worker, which polls the queue of this build
 * only, for the searches that stay with it.
 */
async function placeRole(role: string, { settings, root }: WorkersOptions): Promise<Placed[]> {
  const given = await modulesOfRole(role, settings, root);
  const placement = placementOf(resolveModules(given), settings);
  const ownQueue = pinnedQueueOf(placement);
  const queues = [placement.taskQueue, ...(ownQueue === null ? [] : [ownQueue])];
  return queues.map((taskQueue) => ({ given, taskQueue, pinned: ownQueue !== null }));
}

/** All of them, or none. */
async function createWorkers(
  placed: readonly Placed[],
  { settings, root, store, namespace }: WorkersOptions,
  connection: NativeConnection,
  tools: ProcessResources,
): Promise<Worker[]> {
  const project = { settings, root };
  const outcomes = await Promise.allSettled(
    placed.map(({ given, taskQueue, pinned }) => {
      const plugin = new CoaxialPlugin({ ...given, project, store, pinned }, tools);
      return Worker.create({ connection, namespace, taskQueue, plugins: [plugin] });
    }),
  );
  const created = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failed) return created;
  // A worker releases its connection only after it has run.
  await Promise.all(created.map((worker) => worker.runUntil(Promise.resolve())));
  throw failed.reason;
}
