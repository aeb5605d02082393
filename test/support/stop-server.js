import { rm } from 'node:fs/promises';
import { endProcess } from '../../dist/server/processes.js';

/** Ends the server that `start-server.js` has started. */
export default async function stop() {
  const { home, server } = globalThis.testServer;
  await server.release();
  await endProcess(server.pid, 5_000);
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
