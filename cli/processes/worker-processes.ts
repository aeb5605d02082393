import { fork, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { logFolder } from '../../server/home.js';
import { whyNotWritable } from '../../storage/files/folders.js';
import { Restarts } from './restarts.js';

/** Delay before a worker that does not poll yet is reported. */
const START_PATIENCE_MS = 30_000;
const STOP_PATIENCE_MS = 15_000;
const LONGEST_PAUSE_MS = 30_000;

export interface WorkerProcesses {
  pids: number[];
  /** Rejects if a process keeps dying; never resolves. */
  failed: Promise<never>;
  /** Ends them and waits until they are gone. */
  stop(): Promise<void>;
  /** Lets them outlive this process. Only for those that were started to stay. */
  leave(): void;
}

export interface StartOptions {
  home: string;
  /** The processes by name, with the roles of each. */
  processes: Readonly<Record<string, readonly string[]>>;
  /** They outlive this process. */
  stay: boolean;
  /** Called when a process died and is restarted. */
  log: (line: string) => void;
}

/**
 * Starts workers in child processes, and returns once they poll. A process that dies is restarted: Temporal retries its
 * tasks.
 *
 * @throws Error with the last line of its log if a process does not start.
 */
export async function startWorkerProcesses(options: StartOptions): Promise<WorkerProcesses> {
  await mkdir(logFolder(options.home), { recursive: true });
  const processes = Object.entries(options.processes).map(([name, roles]) => new WorkerProcess(name, roles, options));
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map((process) => process.stop()));
  };
  try {
    await Promise.all(processes.map((process) => process.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  const failed = Promise.race(processes.map((process) => process.failed));
  return { pids: processes.map(({ pid }) => pid), failed, stop, leave: () => processes.forEach((one) => one.leave()) };
}

class WorkerProcess {
  readonly failed: Promise<never>;
  private fail!: (error: Error) => void;
  private child!: ChildProcess;
  private readonly restarts = new Restarts();
  private stopping = false;
  /** Size of the log of earlier processes, in bytes. */
  private logStart = 0;
  private readonly logFile: string;

  constructor(
    private readonly name: string,
    private readonly roles: readonly string[],
    private readonly options: StartOptions,
  ) {
    this.logFile = join(logFolder(options.home), `${name}-worker.log`);
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => undefined); // reported to the caller that waits for it
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Resolves once its workers poll. */
  async start(): Promise<void> {
    const log = await open(this.logFile, 'a');
    this.logStart = (await log.stat()).size;
    if (this.stopping) return log.close();
    this.child = fork(
      new URL('./worker-process.js', import.meta.url),
      [...(this.options.stay ? ['--stay'] : []), ...this.roles],
      {
        // Its own process group: Ctrl-C reaches only the parent, which ends its children in order.
        detached: true,
        stdio: ['ignore', log.fd, log.fd, 'ipc'],
      },
    );
    const child = this.child;
    const late = (): void => this.options.log(`the ${this.name} worker takes long to start (see ${this.logFile})`);
    const patience = setTimeout(late, START_PATIENCE_MS);
    const polls = new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('message', () => resolve());
      child.once('exit', (code, signal) => void this.deathNote(code, signal).then(reject));
    });
    await Promise.all([polls, log.close()]).finally(() => clearTimeout(patience));
    const ready = performance.now();
    child.once('exit', (code, signal) => {
      void this.deathNote(code, signal).then((note) => this.revive(note, performance.now() - ready, signal !== null));
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (this.options.stay) child.kill('SIGTERM');
    else if (child.connected) child.disconnect();
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await gone;
    clearTimeout(force);
  }

  leave(): void {
    this.stopping = true;
    this.child.disconnect();
    this.child.unref();
  }

  /** @param livedMs how long it polled */
  private async revive(note: Error, livedMs: number, killed: boolean): Promise<void> {
    if (this.stopping) return;
    const pause = this.restarts.pauseAfter(livedMs, killed);
    // A full disk ends workers too, until there is space.
    if (pause === null && (await whyNotWritable(this.options.home)) === null) return this.fail(note);
    this.options.log(`${note.message}; it is started again`);
    await delay(pause ?? LONGEST_PAUSE_MS);
    if (this.stopping) return;
    await this.start().catch((error: Error) => this.revive(error, 0, false));
  }

  private async deathNote(code: number | null, signal: string | null): Promise<Error> {
    const log = await readFile(this.logFile).catch(() => Buffer.alloc(0));
    const said = log.subarray(this.logStart).toString('utf8').trim().split('\n');
    const error = said.findLast((line) => /^(\S+: )*\w*Error\b/.test(line));
    const why = error === undefined ? '' : `: ${error.slice(0, 300)}`;
    const how = signal === null ? `exit ${code}` : signal;
    return new Error(`the ${this.name} worker ended (${how})${why} (see ${this.logFile})`);
  }
}
