import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../dist/server/start.js';

/** Starts the one Temporal server of a run of jest; each test file has a namespace of its own on it. */
export default async function start() {
  const home = await mkdtemp(join(tmpdir(), 'coaxial-tests-'));
  const server = await startServer({ home, log: console.error });
  const { connection, webUi } = server.endpoint;
  globalThis.testServer = { home, server };
  // What test files run in inherits it.
  process.env.COAXIAL_TEST_SERVER = JSON.stringify({ address: connection.address, webUi });
}
