import { useServer } from '../../server/index.js';
import { checkRoles } from '../../workers/roles.js';
import { runWorkers } from '../../workers/run.js';
import type { Project } from '../project/project.js';
import { installRuntime } from './worker-log.js';

export interface RunWorkerOptions {
  project: Project;
  /** `search`, `trials`, names of axes; or all of them. */
  roles: readonly string[] | 'all';
  log: (line: string) => void;
  /** Called once the workers poll, with the server's address. */
  onReady: (address: string) => void;
  /** Ends the workers. */
  signal: AbortSignal;
}

/**
 * Runs workers in this process until the signal aborts. The process is registered as a user of the home's server: the
 * last user stops it, even if the command that started it was killed.
 *
 * @throws UserError for an unknown role, or without a server; Error if a worker fails.
 */
export async function runWorker({ project, roles, log, onReady, signal }: RunWorkerOptions): Promise<void> {
  checkRoles(roles, project.settings);
  const server = await useServer({ home: project.home, profile: project.settings.profile, log });
  try {
    // Not before a server answers: an installed runtime without a worker keeps the process alive.
    // With these heartbeats, `coaxial teams` distinguishes live from dead workers.
    installRuntime({ workerHeartbeatInterval: '1s' });
    const { connection, namespace } = server.endpoint;
    const { settings, root } = project;
    const workers = await runWorkers({ roles, connection, namespace, settings, root, store: project.store() });
    const shutdown = (): void => void workers.shutdown().catch(() => undefined); // `done` rejects too
    signal.addEventListener('abort', shutdown, { once: true });
    if (signal.aborted) shutdown();
    onReady(connection.address);
    await workers.done;
  } finally {
    await server.release();
  }
}
