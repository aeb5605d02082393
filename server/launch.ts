import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../contracts/errors.js';
import { WORKFLOW_TASK_TIMEOUT } from '../contracts/search/limits.js';
import { askServer, localEndpoint, type Endpoint } from './endpoint.js';
import { logFolder } from './home.js';
import { freePorts, isFree, LOCAL_HOST } from './ports.js';
import { endProcess } from './processes.js';
import { isAlive } from '../storage/files/is-alive.js';
import { readState, writeState, type ServerState } from './state.js';

export const START_PATIENCE_MS = 60_000;
export const STOP_PATIENCE_MS = 10_000;

/** A running server, from the home's state file. */
export type RunningState = ServerState & { pid: number };

export function localServer({ port, uiPort }: Pick<ServerState, 'port' | 'uiPort'>): Endpoint {
  return localEndpoint(`${LOCAL_HOST}:${port}`, `http://localhost:${uiPort}`, "this home's development server");
}

/** The server of a home, if it runs and answers. */
export async function runningServer(home: string): Promise<RunningState | null> {
  const state = await readState(home);
  if (!state?.pid || !isAlive(state.pid)) return null;
  const answer = await askServer(localServer(state), 3_000);
  const same = 'namespaceId' in answer && answer.namespaceId === state.namespaceId;
  return same ? { ...state, pid: state.pid } : null;
}

/**
 * Starts the server of a home, which must hold the home's lock.
 *
 * @throws UserError('ServerUnavailable') if it does not start.
 */
export async function launch(program: string, home: string, env: NodeJS.ProcessEnv): Promise<RunningState> {
  const left = await leftBehind(home);
  if (left) return left;
  const logFile = join(logFolder(home), 'server.log');
  for (let attempt = 1; ; attempt++) {
    const state = await launchOn(await choosePorts(home), program, { home, logFile, env });
    if (state) return state;
    const said = await readFile(logFile, 'utf8');
    if (PORT_TAKEN.test(said) && attempt < MOST_ATTEMPTS) continue;
    throw new UserError(
      'ServerUnavailable',
      `the Temporal server (${program}) did not start: ${reasonOf(said)} (see ${logFile})`,
    );
  }
}

/** Between the choice of a port and the server's use of it, any program's connection may take it. */
const PORT_TAKEN = /address already in use/;
const MOST_ATTEMPTS = 5;

/** @returns null if the server ends, or does not answer in time */
async function launchOn(
  ports: Ports,
  program: string,
  { home, logFile, env }: { home: string; logFile: string; env: NodeJS.ProcessEnv },
): Promise<RunningState | null> {
  const child = await spawnServer(program, home, { ...ports, logFile, env });
  const pid = child.pid;
  if (pid === undefined) throw new UserError('ServerUnavailable', `${program} cannot be run`);
  try {
    // Written before it answers, so that it is found if this process dies now.
    await writeState(home, { ...ports, pid, namespaceId: null });
    const namespaceId = await firstAnswer(child, localServer(ports));
    if (namespaceId !== null) {
      const state = { ...ports, pid, namespaceId };
      await writeState(home, state);
      return state;
    }
  } catch (error) {
    // Otherwise an unknown server would hold the database.
    await endProcess(pid, STOP_PATIENCE_MS);
    throw error;
  }
  await endProcess(pid, STOP_PATIENCE_MS);
  // Other ports the next time: they are remembered only to keep links valid.
  await writeState(home, { ...ports, pid: null, namespaceId: null });
  return null;
}

/** Waits until a server that was just started answers; null if it ends before, or takes too long. */
async function firstAnswer(child: ChildProcess, endpoint: Endpoint): Promise<string | null> {
  const end = performance.now() + START_PATIENCE_MS;
  while (performance.now() < end) {
    const answer = await askServer(endpoint, 1_000);
    if (child.exitCode !== null || child.signalCode !== null) return null;
    if ('namespaceId' in answer) return answer.namespaceId;
    await delay(50);
  }
  return null;
}

/**
 * Finds the server of a process that was killed while starting it. Two servers must never share a database: a server
 * that holds its port but does not answer is not replaced.
 */
async function leftBehind(home: string): Promise<RunningState | null> {
  const state = await readState(home);
  if (!state?.pid || !isAlive(state.pid) || (await isFree(state.port))) return null;
  const answer = await askServer(localServer(state), 15_000);
  if ('why' in answer) {
    throw new UserError(
      'ServerUnavailable',
      `this home's Temporal server (process ${state.pid}, port ${state.port}) does not answer: ${answer.why}; ` +
        `end it with: kill ${state.pid}`,
    );
  }
  // A different database means another home's server: the process id and port were reused.
  if (state.namespaceId !== null && state.namespaceId !== answer.namespaceId) return null;
  const running = { ...state, pid: state.pid, namespaceId: answer.namespaceId };
  await writeState(home, running);
  return running;
}

type Ports = Pick<ServerState, 'port' | 'uiPort'>;

/** The same ports as before if they are free, so that links stay valid. */
async function choosePorts(home: string): Promise<Ports> {
  const known = await readState(home);
  if (known && (await isFree(known.port)) && (await isFree(known.uiPort))) {
    return { port: known.port, uiPort: known.uiPort };
  }
  const [port, uiPort] = await freePorts(2);
  return { port, uiPort };
}

interface SpawnOptions extends Ports {
  logFile: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Settings of the server: the timeout after which a workflow task of a dead worker goes to another one, and heartbeats
 * of workers, from which live workers are known.
 */
const SETTINGS = [
  `history.defaultWorkflowTaskTimeout="${WORKFLOW_TASK_TIMEOUT}"`,
  'frontend.ListWorkersEnabled=true',
  'frontend.WorkerHeartbeatsEnabled=true',
].flatMap((setting) => ['--dynamic-config-value', setting]);

/**
 * The database is written by a log that is flushed to the disk from time to time, instead of three times for each call.
 * A killed process loses nothing; a power failure loses the last seconds.
 */
const DATABASE = ['journal_mode=wal', 'synchronous=1'].flatMap((pragma) => ['--sqlite-pragma', pragma]);

async function spawnServer(program: string, home: string, options: SpawnOptions): Promise<ChildProcess> {
  await mkdir(logFolder(home), { recursive: true });
  const log = await open(options.logFile, 'w');
  const flags = ['--ip', LOCAL_HOST, '--port', String(options.port), '--ui-port', String(options.uiPort)];
  // TEMPORAL_* would point the program's own client somewhere else.
  const env = Object.fromEntries(Object.entries(options.env).filter(([name]) => !name.startsWith('TEMPORAL_')));
  // Only the file's name, with the home as the working directory: the program puts the path into a URI, where ?, # and
  // % have a meaning.
  const child = spawn(
    resolve(program),
    ['server', 'start-dev', '--db-filename', 'temporal.db', ...DATABASE, ...flags, ...SETTINGS, '--log-level', 'error'],
    { cwd: home, detached: true, stdio: ['ignore', log.fd, log.fd], env },
  );
  // A program that cannot be run at all has no pid; launch() says so.
  child.once('error', () => undefined);
  child.unref();
  await log.close();
  return child;
}

/** The error message of a server that ended, without the stack trace in its last lines. */
function reasonOf(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.replaceAll('\0', '').trim())
    .filter((line) => line !== '');
  const telling = [/disk is full|no space left/, /^panic:/];
  for (const one of telling) {
    const line = lines.find((said) => one.test(said));
    if (line !== undefined) return line;
  }
  return lines.at(-1) ?? 'it said nothing';
}
