import type { Client } from '@temporalio/client';
import type { Endpoint } from '../../server/endpoint.js';
import { useServer } from '../../server/index.js';
import { connectClient } from '../project/client.js';
import type { Project } from '../project/project.js';
import { localWorkers } from '../../workers/local-workers.js';
import { unlessDiskIsFull } from './full-disk.js';
import { startWorkerProcesses, type StartOptions, type WorkerProcesses } from './worker-processes.js';

/** A server in use, and a client of it. */
export interface ServerSession {
  project: Project;
  endpoint: Endpoint;
  /** Someone else runs the server. */
  configured: boolean;
  client: Client;
  /** Restarts the home's server if it has died; a configured server is not restarted. */
  reviveServer: () => Promise<void>;
  /** Stops the server if nobody else uses it. */
  close(): Promise<void>;
}

/** The same, with the workers that this command started. */
export interface Session extends ServerSession {
  workers: WorkerProcesses;
  /** Stops what was started; with `leaveWorkers`, they (and by them the server) stay. */
  close(options?: { leaveWorkers: boolean }): Promise<void>;
}

export interface ServerOptions {
  project: Project;
  log: (line: string) => void;
}

export interface SessionOptions extends ServerOptions {
  /** The workers outlive this process. */
  stay: boolean;
  /** The worker processes to start, by name with their roles; those of one machine by default. */
  processes?: StartOptions['processes'];
}

/** @throws UserError('ServerUnavailable') */
export async function openServer({ project, log }: ServerOptions): Promise<ServerSession> {
  const serverOptions = { home: project.home, profile: project.settings.profile, log };
  let use = await useServer(serverOptions);
  const { endpoint, configured } = use;
  const revive = unlessDiskIsFull(project.home, log, async () => {
    const former = use;
    use = await useServer(serverOptions);
    await former.release();
  });
  try {
    const { client, close } = await connectClient(endpoint);
    return {
      project,
      endpoint,
      configured,
      client,
      reviveServer: async () => {
        if (!configured) await revive();
      },
      close: async () => {
        await close();
        await use.release();
      },
    };
  } catch (error) {
    await use.release();
    throw error;
  }
}

/** @throws Error if the workers do not start. */
export async function addWorkers(
  server: ServerSession,
  { stay, log, processes }: Pick<SessionOptions, 'stay' | 'log' | 'processes'>,
): Promise<Session> {
  const { home, settings } = server.project;
  const workers = await startWorkerProcesses({ home, processes: processes ?? localWorkers(settings), stay, log });
  return {
    ...server,
    workers,
    close: async ({ leaveWorkers } = { leaveWorkers: false }) => {
      if (leaveWorkers) workers.leave();
      else await workers.stop();
      await server.close();
    },
  };
}

/** @throws UserError('ServerUnavailable'); Error if the workers do not start. Nothing is left running then. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const server = await openServer(options);
  try {
    return await addWorkers(server, options);
  } catch (error) {
    await server.close();
    throw error;
  }
}
