// A team's own worker process, which serves paradigms of this release behind a queue: QUEUE STORE ID…
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { MemoryGate } from '../../dist/training/threads/memory-gate.js';
import { MemoryWatch } from '../../dist/training/threads/memory-watch.js';
import { createThreadPool } from '../../dist/training/threads/thread-pool.js';
import { createParadigmActivities } from '../../dist/activities/serving/index.js';
import { servedBuiltIn } from '../../dist/training/serving/served.js';
import { SharedMatrices } from '../../dist/training/serving/shared-matrices.js';
import { openStore } from '../../dist/storage/store.js';
import { registry } from '../../dist/activities/paradigms/index.js';
import { createOwnProcess } from '../../dist/training/threads/own-process.js';

const [taskQueue, folder, ...ids] = process.argv.slice(2);
const module = new URL('../../dist/activities/paradigms/index.js', import.meta.url).href;
const store = openStore(folder);
const file = new URL('../../dist/workers/threads/module-thread.js', import.meta.url);
const threads = { file, threads: 2, memoryMb: 512 };
const tools = {
  store,
  pool: createThreadPool(threads),
  ownProcess: createOwnProcess(threads),
  memory: new MemoryWatch(Infinity),
  gate: new MemoryGate(Infinity),
  matrices: new SharedMatrices(store.artifacts),
  maxBytes: Infinity,
};
const served = ids.map((id) => servedBuiltIn(id, registry[id], module));
// Searches tell the busy from the dead by it.
Runtime.install({ workerHeartbeatInterval: '1s' });
const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS });
const worker = await Worker.create({
  connection,
  namespace: process.env.TEMPORAL_NAMESPACE,
  taskQueue,
  activities: createParadigmActivities(served, tools, { build: null, pinnedQueue: null }),
  maxHeartbeatThrottleInterval: '500ms',
  defaultHeartbeatThrottleInterval: '500ms',
  maxConcurrentActivityTaskExecutions: 2,
  shutdownGraceTime: '1 second',
});
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => worker.shutdown());
process.send?.('polls');
await worker.run();
await connection.close();
process.exit(0);
