import { watchInterrupts } from './interrupt.js';
import { ignoreFullLog } from './output-errors.js';
import { loadProject } from '../project/project.js';
import { runWorker } from './run-worker.js';

/**
 * The process that `startWorkerProcess` forks: its arguments are the roles, after `--stay` if it should outlive its
 * parent. It sends `ready` once its workers poll, and ends when its parent disconnects or dies.
 */
ignoreFullLog();
const args = process.argv.slice(2);
const stay = args[0] === '--stay';
const { signal } = watchInterrupts();
const ended = new AbortController();
signal.addEventListener('abort', () => ended.abort());
if (!stay) {
  process.once('disconnect', () => ended.abort());
  if (!process.connected) ended.abort();
}

try {
  await runWorker({
    project: await loadProject(),
    roles: stay ? args.slice(1) : args,
    log: (line) => console.error(line),
    // Sending to a killed parent fails, which must not end this process before it has released the server.
    onReady: () => process.connected && process.send?.('ready', undefined, {}, () => undefined),
    signal: ended.signal,
  });
} catch (error) {
  console.error(error);
  // Exit explicitly: open handles would keep the process alive.
  process.exit(1);
}
if (process.connected) process.disconnect();
