import type { Client } from '@temporalio/client';
import type { Endpoint } from '../server/endpoint.js';
import { useServer, type ServerUse } from '../server/index.js';
import { connectClient, type ClientUse } from './client.js';
import type { Project } from './project.js';
import { startWorkerProcesses, type WorkerProcesses } from './worker-processes.js';

/** A server in use, a client of it, and the workers that this command started. */
export interface Session {
  endpoint: Endpoint;
  /** Someone else runs the server. */
  configured: boolean;
  client: Client;
  workers: WorkerProcesses;
  /** Starts the home's server again should it have died; one that is configured is left to whoever runs it. */
  reviveServer: () => Promise<void>;
  /** Stops what was started; with `leaveWorkers`, they (and by them the server) stay. */
  close(options?: { leaveWorkers: boolean }): Promise<void>;
}

export interface SessionOptions {
  project: Project;
  /** The workers outlive this process. */
  stay: boolean;
  log: (line: string) => void;
}

/** @throws UserError('ServerUnavailable'); Error where the workers do not start. Nothing is left running then. */
export async function openSession({ project, stay, log }: SessionOptions): Promise<Session> {
  const serverOptions = { home: project.home, profile: project.settings.profile, log };
  const uses: ServerUse[] = [await useServer(serverOptions)];
  const { endpoint, configured } = uses[0];
  const release = async (): Promise<void> => {
    for (const use of uses.splice(0)) await use.release();
  };
  let connected: ClientUse | undefined;
  try {
    connected = await connectClient(endpoint);
    const { client, close } = connected;
    const workers = await startWorkerProcesses({ home: project.home, stay, log });
    return {
      endpoint,
      configured,
      client,
      workers,
      reviveServer: async () => {
        if (!configured) uses.push(await useServer(serverOptions));
      },
      close: async ({ leaveWorkers } = { leaveWorkers: false }) => {
        if (leaveWorkers) workers.leave();
        else await workers.stop();
        await close();
        await release();
      },
    };
  } catch (error) {
    await connected?.close();
    await release();
    throw error;
  }
}
