import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../contracts/errors.js';
import { localEndpoint, whyUnreachable, type Endpoint } from './endpoint.js';
import { logFolder } from './home.js';
import { withLock } from './lock.js';
import { freePorts, isFree, LOCAL_HOST } from './ports.js';
import { endProcess, isAlive } from './processes.js';
import { findProgram } from './program.js';
import { readState, Users, writeState, type ServerState } from './state.js';

const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 10_000;
const LOCK_PATIENCE_MS = START_PATIENCE_MS + 30_000;

export interface StartOptions {
  /** Folder of the database, the ports and the log; made if it is not there. */
  home: string;
  /** Told of what takes long. */
  log: (line: string) => void;
  env?: NodeJS.ProcessEnv;
}

/** The development server of a home, running. */
export interface LocalServer {
  endpoint: Endpoint;
  pid: number;
  /** False where it ran already. */
  started: boolean;
  /** Ends this use of the server; the last user's release stops it. */
  release(): Promise<void>;
}

let uses = 0;

/**
 * Starts the development server of a home, or joins the one that runs. Its searches outlive it in the home's database.
 * It runs in a process group of its own, so that Ctrl-C reaches only those who use it.
 *
 * @throws UserError('ServerUnavailable') where there is no program, or it does not start.
 */
export async function startServer({ home, log, env = process.env }: StartOptions): Promise<LocalServer> {
  await mkdir(join(home, 'server-users'), { recursive: true });
  const running = await runningServer(home);
  // Found before the lock is taken: a build can take minutes.
  const program = running ? null : (await findProgram(log, env)).path;
  return withLock(join(home, 'server.lock'), LOCK_PATIENCE_MS, async () => {
    const users = new Users(join(home, 'server-users'));
    const joined = await runningServer(home);
    const state = joined ?? (await launch(program ?? (await findProgram(log, env)).path, home, env));
    const use = `${state.pid}-${process.pid}-${uses++}`;
    await users.add(use);
    return {
      endpoint: endpointOf(state),
      pid: state.pid,
      started: !joined,
      release: () => release(home, state, use),
    };
  });
}

type RunningState = ServerState & { pid: number };

function endpointOf({ port, uiPort }: ServerState): Endpoint {
  return localEndpoint(`${LOCAL_HOST}:${port}`, `http://localhost:${uiPort}`, "this home's development server");
}

/** The server of a home, if it runs and answers. */
export async function runningServer(home: string): Promise<RunningState | null> {
  const state = await readState(home);
  if (!state?.pid || !isAlive(state.pid)) return null;
  return (await whyUnreachable(endpointOf(state), 3_000)) === null ? { ...state, pid: state.pid } : null;
}

/** The endpoint of a home's server, if it runs and answers; its use is not registered. */
export async function runningEndpoint(home: string): Promise<Endpoint | null> {
  const state = await runningServer(home);
  return state && endpointOf(state);
}

async function launch(program: string, home: string, env: NodeJS.ProcessEnv): Promise<RunningState> {
  await refuseStuckServer(home);
  const { port, uiPort } = await choosePorts(home);
  const logFile = join(logFolder(home), 'server.log');
  const child = await spawnServer(program, home, { port, uiPort, logFile, env });
  const pid = child.pid;
  if (pid === undefined) throw new UserError('ServerUnavailable', `${program} cannot be run`);
  const state = { port, uiPort, pid };
  const end = performance.now() + START_PATIENCE_MS;
  while ((await whyUnreachable(endpointOf(state), 1_000)) !== null) {
    const dead = child.exitCode !== null || child.signalCode !== null;
    if (dead || performance.now() > end) {
      await endProcess(pid, STOP_PATIENCE_MS);
      throw new UserError(
        'ServerUnavailable',
        `the Temporal server (${program}) did not start: ${await lastLine(logFile)} (see ${logFile})`,
      );
    }
    await delay(50);
  }
  await writeState(home, state);
  return state;
}

/** Two servers must never share a database: one that holds its port but does not answer is not replaced. */
async function refuseStuckServer(home: string): Promise<void> {
  const state = await readState(home);
  if (!state?.pid || !isAlive(state.pid) || (await isFree(state.port))) return;
  const why = await whyUnreachable(endpointOf(state), 15_000);
  if (why === null) return;
  throw new UserError(
    'ServerUnavailable',
    `this home's Temporal server (process ${state.pid}, port ${state.port}) does not answer: ${why}; end it with: kill ${state.pid}`,
  );
}

async function choosePorts(home: string): Promise<{ port: number; uiPort: number }> {
  const known = await readState(home);
  if (known && (await isFree(known.port)) && (await isFree(known.uiPort))) return known;
  const [port, uiPort] = await freePorts(2);
  await writeState(home, { port, uiPort, pid: null });
  return { port, uiPort };
}

interface SpawnOptions {
  port: number;
  uiPort: number;
  logFile: string;
  env: NodeJS.ProcessEnv;
}

async function spawnServer(program: string, home: string, options: SpawnOptions): Promise<ChildProcess> {
  await mkdir(logFolder(home), { recursive: true });
  const log = await open(options.logFile, 'w');
  const flags = ['--ip', LOCAL_HOST, '--port', String(options.port), '--ui-port', String(options.uiPort)];
  // TEMPORAL_* would point the program's own client somewhere else.
  const env = Object.fromEntries(Object.entries(options.env).filter(([name]) => !name.startsWith('TEMPORAL_')));
  const child = spawn(
    program,
    ['server', 'start-dev', '--db-filename', join(home, 'temporal.db'), ...flags, '--log-level', 'error'],
    { detached: true, stdio: ['ignore', log.fd, log.fd], env },
  );
  // A program that cannot be run at all has no pid; launch() says so.
  child.once('error', () => undefined);
  child.unref();
  await log.close();
  return child;
}

async function release(home: string, state: RunningState, use: string): Promise<void> {
  await withLock(join(home, 'server.lock'), LOCK_PATIENCE_MS, async () => {
    const users = new Users(join(home, 'server-users'));
    await users.remove(use);
    if ((await users.of(state.pid)).length > 0) return;
    await endProcess(state.pid, STOP_PATIENCE_MS);
    await writeState(home, { ...state, pid: null });
  });
}

async function lastLine(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines[lines.length - 1] || 'it said nothing';
}
