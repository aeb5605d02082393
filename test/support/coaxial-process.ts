import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { endProcess } from '../../server/processes.js';
import { readState } from '../../server/state.js';
import { eventually } from './test-home.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** The built command line as a process of its own, which can be watched and killed. */
export class CoaxialProcess {
  stdout = '';
  /** Both streams, as they came. */
  said = '';
  readonly ended: Promise<number | null>;
  readonly process: ChildProcess;

  constructor(
    private readonly home: string,
    args: readonly string[],
    /** More of its environment. */
    env: NodeJS.ProcessEnv = {},
  ) {
    this.process = spawn(process.execPath, [resolve(ROOT, 'dist/cli/main.js'), ...args], {
      cwd: ROOT,
      env: { ...process.env, COAXIAL_HOME: home, NODE_ENV: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (text) => {
      this.stdout += String(text);
      this.said += String(text);
    });
    this.process.stderr?.on('data', (text) => (this.said += String(text)));
    this.ended = new Promise((resolve) => this.process.once('close', resolve));
  }

  /** Waits until it has said something like this. */
  says(pattern: RegExp): Promise<RegExpExecArray> {
    return eventually(`${pattern}`, () => Promise.resolve(pattern.exec(this.said)), 60_000).catch((error: Error) => {
      throw new Error(`${error.message}, it said: ${this.said}`);
    });
  }

  /** What it prints as JSON, once it has ended. */
  async json<T>(): Promise<T> {
    await this.ended;
    return JSON.parse(this.stdout) as T;
  }

  /** Processes that it has started: its workers, and the home's server where it was the first to want one. */
  async children(): Promise<number[]> {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
    const processes = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
    return processes.filter(([, parent]) => parent === this.process.pid).map(([pid]) => pid);
  }

  /** Kills it, its workers and the home's server, all at once and without a word. */
  async killAll(): Promise<void> {
    const server = (await readState(this.home))!.pid!;
    for (const pid of new Set([this.process.pid!, ...(await this.children()), server])) process.kill(pid, 'SIGKILL');
    await this.ended;
  }

  /** Ends it, should it still run. */
  async end(): Promise<void> {
    if (this.process.exitCode === null && this.process.pid) await endProcess(this.process.pid, 0);
  }
}
