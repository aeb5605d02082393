import { fileURLToPath } from 'node:url';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Worker } from '@temporalio/worker';
import { CoaxialPlugin } from 'coaxial';
import * as activities from './activities.js';

/** The app's worker: its own workflow and activity, and beside them the workflows of searches and what they call. */
const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
const connection = await NativeConnection.connect(connectionOptions);
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue: 'search',
  workflowsPath: fileURLToPath(new URL('./workflows.js', import.meta.url)),
  activities,
  plugins: [new CoaxialPlugin({ search: true })],
});
console.log('the app polls the queue search');
await worker.run();
await connection.close();
