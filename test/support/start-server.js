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
  // jest has no teardown then.
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      process.kill(server.pid);
      process.exit(1);
    });
  }
  // What test files run in inherits it.
  process.env.COAXIAL_TEST_SERVER = JSON.stringify({ address: connection.address, webUi });
}
