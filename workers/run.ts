import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker, type NativeConnectionOptions, type WorkerOptions } from '@temporalio/worker';
import { createAxisActivity, type RunAxis } from '../activities/axis/activity.js';
import { axisQueue } from '../activities/dataset/plan-axes.js';
import { createSearchReader, type SearchReader } from '../activities/axis/search-reader.js';
import { createProfileDataset } from '../activities/dataset/profile-dataset.js';
import { createTrainModel } from '../activities/final/train-model.js';
import { createRecordState, createRecordStep } from '../activities/report/record-step.js';
import { createWriteReport } from '../activities/report/write-report.js';
import { createSearchLoader } from '../activities/runtime/search-loader.js';
import { createThreadPool, type ThreadPool } from '../activities/runtime/thread-pool.js';
import { createEvaluateTrials } from '../activities/trials/evaluate.js';
import { UserError } from '../contracts/errors.js';
import { SEARCH_QUEUE } from '../contracts/search-plan.js';
import { axisSettingsSchema, type ProjectSettings } from '../contracts/settings.js';
import type { Store } from '../storage/store.js';
import { axes } from './axes.js';
import type { AxisJob } from './axis-thread.js';
import { startHousekeeping } from './housekeeping.js';
import { backendOf, registry } from './registry.js';
import { RELEASE } from './release.js';
import { openOwnProcess, openTrialRunner } from './trial-runner.js';

export interface WorkersOptions {
  /** `search`, `trials` and names of axes; or all of them. */
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
  /** Polls no more, lets what runs come to its end or be handed back, and closes everything. */
  shutdown(): Promise<void>;
  /** Settles when the workers have stopped; rejects where one of them failed. */
  done: Promise<void>;
}

/** Names that `roles` may hold. */
export const WORKER_ROLES: readonly string[] = ['search', 'trials', ...axes.map(({ declaration }) => declaration.name)];

/** @throws UserError for a role that no worker has. */
export function checkRoles(roles: WorkersOptions['roles']): void {
  const unknown = roles === 'all' ? undefined : roles.find((role) => !WORKER_ROLES.includes(role));
  if (unknown === undefined) return;
  throw new UserError('InvalidInput', `${unknown} is not a worker; there are ${WORKER_ROLES.join(', ')}`);
}

/** How long a worker that shuts down waits for its activities, before it gives them back to the server. */
const SHUTDOWN_GRACE = '2 seconds';

/**
 * Starts a Temporal worker for each role in this process, and returns once they poll.
 *
 * @throws UserError for an unknown role; Error where the server cannot be reached.
 */
export async function runWorkers(options: WorkersOptions): Promise<RunningWorkers> {
  checkRoles(options.roles);
  const roles = options.roles === 'all' ? WORKER_ROLES : options.roles;
  const connection = await NativeConnection.connect(options.connection);
  const pools: ThreadPool[] = [];
  const tools = axisTools(options, pools);
  const workers = await Promise.all(
    roles.map((role) => Worker.create({ ...base(options, connection), ...describeRole(role, options, pools, tools) })),
  );
  const endHousekeeping = roles.includes('search') ? startHousekeeping(options.store, options.settings) : null;
  const done = Promise.all(workers.map((worker) => worker.run()))
    .finally(() => endHousekeeping?.())
    .finally(() => Promise.all(pools.map((pool) => pool.close())))
    .finally(() => connection.close())
    .then(() => undefined);
  return {
    done,
    shutdown: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

type RoleOptions = Pick<
  WorkerOptions,
  'taskQueue' | 'activities' | 'workflowBundle' | 'maxConcurrentActivityTaskExecutions'
>;

function base(
  { namespace }: WorkersOptions,
  connection: NativeConnection,
): Pick<WorkerOptions, 'connection' | 'namespace'> {
  return {
    connection,
    namespace,
    shutdownGraceTime: SHUTDOWN_GRACE,
    // Cancellation comes with heartbeats, and a killed worker loses those not yet sent.
    maxHeartbeatThrottleInterval: '500ms',
    defaultHeartbeatThrottleInterval: '500ms',
    // A query after the loss of a worker waits this long for its cached workflow.
    stickyQueueScheduleToStartTimeout: '1s',
  } as Pick<WorkerOptions, 'connection' | 'namespace'>;
}

function describeRole(role: string, options: WorkersOptions, pools: ThreadPool[], tools: AxisTools): RoleOptions {
  switch (role) {
    case 'search':
      return searchRole(options, pools);
    case 'trials':
      return trialsRole(options, pools);
    default:
      return axisRole(role, options, tools);
  }
}

/** The workflows, and what reads data and writes results. */
function searchRole({ store, settings, root }: WorkersOptions, pools: ThreadPool[]): RoleOptions {
  const pool = openPool(settings, 1);
  pools.push(pool);
  const declared = axes.map(({ declaration }) => declaration);
  return {
    taskQueue: SEARCH_QUEUE,
    workflowBundle: { codePath: fileURLToPath(new URL('../workflows/bundle.js', import.meta.url)) },
    activities: {
      profileDataset: createProfileDataset({ store, pool, registry, axes: declared, settings, base: root }),
      recordStep: createRecordStep(store),
      recordState: createRecordState(store),
      writeReport: createWriteReport(store),
    },
  };
}

function trialsRole({ store, settings }: WorkersOptions, pools: ThreadPool[]): RoleOptions {
  const threads = settings.trials.threads ?? availableParallelism();
  const pool = openPool(settings, threads);
  pools.push(pool);
  const load = createSearchLoader(store);
  const ownProcess = openOwnProcess(pool, settings.trials.threadMemoryMb);
  const runTrial = openTrialRunner(store, pool, ownProcess);
  return {
    taskQueue: settings.trials.queue,
    maxConcurrentActivityTaskExecutions: settings.trials.concurrency,
    activities: {
      evaluateTrials: createEvaluateTrials({ store, load, runTrial, backendOf }),
      trainModel: createTrainModel({ store, load, pool, ownProcess, release: RELEASE }),
    },
  };
}

/** What the axes of a process share. */
interface AxisTools {
  reader: SearchReader;
  run: RunAxis;
}

/** Steps of axes that one process computes at once: each has a thread, and they are short. */
const MOST_STEPS = 2;

function axisTools({ store, settings }: WorkersOptions, pools: ThreadPool[]): AxisTools {
  const pool = createThreadPool({
    file: new URL('./axis-thread.js', import.meta.url),
    threads: Math.min(MOST_STEPS, availableParallelism()),
    memoryMb: settings.trials.threadMemoryMb,
  });
  pools.push(pool);
  return {
    reader: createSearchReader(store),
    run: ({ declaration }, input, signal) => pool.run({ axis: declaration.name, input } satisfies AxisJob, signal),
  };
}

function axisRole(role: string, { store, settings }: WorkersOptions, { reader, run }: AxisTools): RoleOptions {
  const axis = axes.find(({ declaration }) => declaration.name === role)!;
  const own = settings.axes[role] ?? axisSettingsSchema.parse({});
  return {
    taskQueue: axisQueue(role, settings),
    maxConcurrentActivityTaskExecutions: own.concurrency,
    activities: { [axis.declaration.activity]: createAxisActivity(axis, store, reader, run) },
  };
}

function openPool({ trials }: ProjectSettings, threads: number): ThreadPool {
  return createThreadPool({ file: new URL('./thread.js', import.meta.url), threads, memoryMb: trials.threadMemoryMb });
}
