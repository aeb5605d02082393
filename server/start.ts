import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Endpoint } from './endpoint.js';
import {
  launch,
  localServer,
  runningServer,
  START_PATIENCE_MS,
  STOP_PATIENCE_MS,
  type RunningState,
} from './launch.js';
import { makeHome } from './home.js';
import { withLock } from './lock.js';
import { endProcess } from './processes.js';
import { findProgram } from './program.js';
import { readState, Users, writeState } from './state.js';

const LOCK_PATIENCE_MS = START_PATIENCE_MS + 30_000;

export interface StartOptions {
  /** Folder of the database, the ports and the log; made if it is not there. */
  home: string;
  /** Called with messages about steps that take long. */
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
 * Starts the development server of a home, or uses the running one. Its searches are kept in the home's database. It
 * runs in its own process group, so that Ctrl-C does not reach it.
 *
 * @throws UserError('ServerUnavailable') if there is no program, or it does not start.
 */
export async function startServer({ home, log, env = process.env }: StartOptions): Promise<LocalServer> {
  makeHome(home, env);
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
      endpoint: localServer(state),
      pid: state.pid,
      started: !joined,
      release: () => release(home, state, use),
    };
  });
}

/** The endpoint of a home's server, if it runs and answers; its use is not registered. */
export async function runningEndpoint(home: string): Promise<Endpoint | null> {
  const state = await runningServer(home);
  return state && localServer(state);
}

async function release(home: string, state: RunningState, use: string): Promise<void> {
  await withLock(join(home, 'server.lock'), LOCK_PATIENCE_MS, async () => {
    const users = new Users(join(home, 'server-users'));
    await users.remove(use);
    if ((await users.of(state.pid)).length > 0) return;
    // If it died meanwhile, the home can have another server, and its process id can be reused.
    if ((await readState(home))?.pid !== state.pid) return;
    await endProcess(state.pid, STOP_PATIENCE_MS);
    // On a full disk the old state stays, with the id of a process that does not exist: this means the same.
    await writeState(home, { ...state, pid: null }).catch(() => undefined);
  });
}
