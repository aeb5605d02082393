import { Client, Connection } from '@temporalio/client';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BUILT_IN_AXES } from '../../contracts/module/axis-name.js';
import { SEARCH_QUEUE } from '../../contracts/search/search-plan.js';
import type { SearchResult } from '../../contracts/search/search.js';
import type { SearchInput } from '../../contracts/search/search-input.js';
import { STRATEGIES, type Strategy } from '../../contracts/search/strategy.js';
import { startServer, type LocalServer } from '../../server/start.js';
import { isAlive } from '../../storage/files/is-alive.js';
import { openStore, type Store } from '../../storage/store.js';

/** What can be killed: all of it is everything at once, the server too. */
export const VICTIMS = ['search', 'trials', 'thread', 'server', 'all'] as const;
export type Victim = (typeof VICTIMS)[number];

const ROLES = { search: ['search', ...BUILT_IN_AXES], trials: ['trials'] } as const;
type Role = keyof typeof ROLES;

const ROOT = projectRoot();
const WORKER = join(ROOT, 'dist/bench/interrupt/worker.js');
const KILL_THREAD = 'kill a thread';
/** Pauses between two looks: for a search's result, and whether a process is gone. */
const LOOK_MS = 100;
const GONE_LOOK_MS = 10;

/** A fresh home with its server and its two worker processes, any of which can be killed, and is then started again. */
export class Cluster {
  private readonly workers: Record<Role, ChildProcess[]> = { search: [], trials: [] };
  private readonly servers: LocalServer[] = [];

  private constructor(
    readonly folder: string,
    readonly store: Store,
  ) {}

  static async open(): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'coaxial-interrupt-'));
    const cluster = new Cluster(folder, openStore(join(folder, 'store')));
    await cluster.startServer();
    await Promise.all([cluster.startWorker('search'), cluster.startWorker('trials')]);
    return cluster;
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.workers).flat().map(kill));
    for (const server of this.servers) await server.release();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** @param file the data, wherever they lie */
  async start(searchId: string, strategy: Strategy, file: string, rest: Omit<SearchInput, 'data'>): Promise<void> {
    const input = { data: await this.store.artifacts.put(await readFile(file)), dataName: basename(file), ...rest };
    await this.withClient(({ workflow }) =>
      workflow.start(STRATEGIES[strategy], { workflowId: searchId, taskQueue: SEARCH_QUEUE, args: [input] }),
    );
  }

  async withClient<Result>(use: (client: Client) => Promise<Result>): Promise<Result> {
    const connection = await Connection.connect(this.server.endpoint.connection);
    try {
      return await use(new Client({ connection }));
    } finally {
      await connection.close();
    }
  }

  /** Waits for a search's end in its record, which needs no server. */
  async end(searchId: string): Promise<SearchResult> {
    for (;;) {
      const result = await this.store.searches.readResult(searchId);
      if (result) return result;
      await delay(LOOK_MS);
    }
  }

  /**
   * Kills and starts again.
   *
   * @returns seconds until what was killed runs again
   */
  async strike(victim: Victim): Promise<number> {
    const start = performance.now();
    switch (victim) {
      case 'thread':
        await this.killThread();
        break;
      case 'server':
        await this.killServer();
        await this.startServer();
        break;
      case 'all':
        await Promise.all([this.killServer(), this.killWorker('search'), this.killWorker('trials')]);
        await this.startServer();
        await Promise.all([this.startWorker('search'), this.startWorker('trials')]);
        break;
      default:
        await this.killWorker(victim);
        await this.startWorker(victim);
    }
    return (performance.now() - start) / 1000;
  }

  private get server(): LocalServer {
    return this.servers.at(-1)!;
  }

  private async startServer(): Promise<void> {
    this.servers.push(await startServer({ home: this.folder, log: () => undefined }));
  }

  private async killServer(): Promise<void> {
    const { pid } = this.server;
    process.kill(pid, 'SIGKILL');
    while (isAlive(pid)) await delay(GONE_LOOK_MS);
  }

  /** Starts a worker, beside those that there are. @returns its process id */
  async startWorker(role: Role): Promise<number> {
    const env = { ...process.env, COAXIAL_HOME: this.folder, NODE_ENV: undefined };
    const child = fork(WORKER, ROLES[role], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.workers[role].push(child);
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`the ${role} worker ended`))),
    ]);
    return child.pid!;
  }

  /** Kills one worker, for good. */
  async killProcess(pid: number): Promise<void> {
    for (const role of Object.values(this.workers)) {
      const place = role.findIndex((child) => child.pid === pid);
      if (place >= 0) await kill(role.splice(place, 1)[0]);
    }
  }

  /** Kills all workers of a role but one. */
  async killOthers(role: Role, pid: number): Promise<void> {
    const others = this.workers[role].filter((child) => child.pid !== pid);
    this.workers[role] = this.workers[role].filter((child) => child.pid === pid);
    await Promise.all(others.map(kill));
  }

  private async killWorker(role: Role): Promise<void> {
    await Promise.all(this.workers[role].splice(0).map(kill));
  }

  private async killThread(): Promise<void> {
    const child = this.workers.trials.at(-1)!;
    const answer = once(child, 'message');
    child.send(KILL_THREAD);
    await answer;
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** The folder above this file that holds package.json: this file runs from its source and from dist. */
function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
