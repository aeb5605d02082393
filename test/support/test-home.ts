import { Client, Connection, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { execFile, fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { localWorkers } from '../../workers/local-workers.js';
import { SEARCH_QUEUE } from '../../contracts/search/search-plan.js';
import type { SearchInput } from '../../contracts/search/search-input.js';
import { openStore, type Store } from '../../storage/store.js';
import { loadSettings } from '../../workers/settings/settings.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** A program's end. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** A worker process of its own, as `coaxial` starts them. */
export interface TestWorker {
  pid: number;
  /** Ends it and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** The Temporal server of this run of jest, started by `start-server.js`. */
interface TestServer {
  address: string;
  /** Address of its Web UI. */
  webUi: string;
}

/** A namespace of its own on the run's server, for one test file, with a store, a client, and real processes. */
export class TestHome {
  private readonly workers: TestWorker[] = [];

  private constructor(
    readonly folder: string,
    private readonly server: TestServer,
    private readonly connection: Connection,
    readonly client: Client,
    readonly store: Store,
  ) {}

  /** @param config path of a temporal.yaml other than the project's */
  static async open(config?: string): Promise<TestHome> {
    const folder = await mkdtemp(join(tmpdir(), 'coaxial-test-'));
    const server = JSON.parse(process.env.COAXIAL_TEST_SERVER!) as TestServer;
    const connection = await Connection.connect({ address: server.address });
    const namespace = basename(folder);
    await registerNamespace(connection, namespace);
    const client = new Client({ connection, namespace });
    const home = new TestHome(folder, server, connection, client, openStore(join(folder, 'store')));
    home.config = config;
    return home;
  }

  config: string | undefined;

  get address(): string {
    return this.server.address;
  }

  get namespace(): string {
    return this.client.options.namespace;
  }

  get webUi(): string {
    return this.server.webUi;
  }

  /** What processes of this home see of the environment. */
  get env(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      COAXIAL_HOME: this.folder,
      COAXIAL_WEB_UI: this.webUi,
      TEMPORAL_ADDRESS: this.address,
      TEMPORAL_NAMESPACE: this.namespace,
      // Jest sets it, and libraries behave otherwise then.
      NODE_ENV: undefined,
      ...(this.config !== undefined && { COAXIAL_CONFIG: this.config }),
    };
  }

  /** Starts a worker process and waits until it polls. */
  startWorker(...roles: string[]): Promise<TestWorker> {
    return this.startProcess(roles, this.env);
  }

  /** The same for one build of modules that have versions. */
  startBuild(build: string, ...roles: string[]): Promise<TestWorker> {
    return this.startProcess(roles, { ...this.env, COAXIAL_BUILD_ID: build });
  }

  /** Starts a team's own worker, which serves paradigms of this release behind a queue. */
  startParadigms(queue: string, ...paradigms: string[]): Promise<TestWorker> {
    const store = join(this.folder, 'store');
    return this.startProcess([queue, store, ...paradigms], this.env, 'test/support/paradigm-worker.js');
  }

  private async startProcess(
    roles: string[],
    env: NodeJS.ProcessEnv,
    file = 'dist/cli/processes/worker-process.js',
  ): Promise<TestWorker> {
    const child = fork(join(ROOT, file), roles, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const worker = { pid: child.pid!, end: (signal?: NodeJS.Signals) => end(child, signal ?? 'SIGTERM') };
    this.workers.push(worker);
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
    await new Promise<void>((ready, failed) => {
      child.once('message', () => ready());
      child.once('exit', (code) => failed(new Error(`a worker of ${roles.join(', ')} ended with ${code}: ${said}`)));
    });
    return worker;
  }

  /** Everything but trials in one process, trials in another: what `coaxial search` starts. */
  async startAllWorkers(): Promise<{ search: TestWorker; trials: TestWorker }> {
    const { settings } = await loadSettings(this.config);
    const roles = localWorkers(settings);
    const [search, trials] = await Promise.all([this.startWorker(...roles.search), this.startWorker(...roles.trials)]);
    return { search, trials };
  }

  /** Kills all workers, and starts new ones. */
  async restartWorkers(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.end('SIGKILL')));
    await this.startAllWorkers();
  }

  /** Starts a search as the Web UI's form does: a type, an id, a queue, one JSON value. */
  startSearch(
    workflowId: string,
    input: SearchInput | object,
    type = 'sequentialSearch',
  ): Promise<WorkflowHandleWithFirstExecutionRunId> {
    return this.client.workflow.start(type, { workflowId, taskQueue: SEARCH_QUEUE, args: [input] });
  }

  /** Runs the built command line to its end. */
  coaxial(...args: string[]): Promise<Ended> {
    return run(process.execPath, [join(ROOT, 'dist/cli/main.js'), ...args], this.env);
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.end()));
    await this.connection.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Keeps what ends in it for a day. */
export async function registerNamespace({ workflowService }: Connection, namespace: string): Promise<void> {
  const workflowExecutionRetentionPeriod = { seconds: 86_400 as never };
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
}

function run(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: ROOT, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ code, stdout, stderr });
    });
  });
}

/** Ends a child process and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** Waits until a condition holds, asking again and again. @throws Error after `patienceMs` */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  patienceMs = 180_000,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`in vain: ${what}`);
    // A pause between two questions; what is waited for is the condition.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
