import { randomUUID } from 'node:crypto';
import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { rootCause } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { CoaxialPlugin } from 'coaxial';
import type { modelReport } from './workflows.js';

/** Has the app report on a file: `client.js FILE.csv TARGET [MAX_TRIALS]`. */
const [data, target, maxTrials = '60'] = process.argv.slice(2);
if (target === undefined || !/^[1-9]\d*$/.test(maxTrials)) {
  console.error('usage: node client.js FILE.csv TARGET [MAX_TRIALS], where MAX_TRIALS is a whole number from 1 on');
  process.exit(2);
}
const { connectionOptions, namespace } = loadClientConnectConfig();
const connection = await Connection.connect(connectionOptions);
const client = new Client({ connection, namespace, plugins: [new CoaxialPlugin()] });
try {
  const report = await client.workflow.execute<typeof modelReport>('modelReport', {
    taskQueue: 'search',
    workflowId: `report-${randomUUID()}`,
    args: [{ data, target, maxTrials: Number(maxTrials) }],
  });
  console.log(report);
} catch (error) {
  // Of the search or the activity: one line that says what was wrong.
  console.error(error instanceof WorkflowFailedError ? rootCause(error.cause) : error);
  process.exitCode = 1;
} finally {
  await connection.close();
}
