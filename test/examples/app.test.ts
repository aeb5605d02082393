import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type * as Plugin from '../../plugin/plugin.js';
import { loadSettings } from '../../workers/settings.js';
import { eventually, TestHome, type TestWorker } from '../support/test-home.js';

// Where there is no server program yet, it is built first.
jest.setTimeout(600_000);

const ROOT = resolve(import.meta.dirname, '../..');
const APP = join(ROOT, 'dist/examples/app');
// The built one: it names built files.
const { CoaxialPlugin } = (await import(join(ROOT, 'dist/plugin/plugin.js'))) as typeof Plugin;

const REQUEST = { data: 'examples/data/penguins.csv', target: 'species', maxTrials: 8, seed: 1 };
const SENTENCE =
  /^Of \d+ candidates for species, an? [a-z-]+ on \d columns is best: log-loss 0\.\d+ in cross-validation/;

let home: TestHome;
let workers: { search: TestWorker; trials: TestWorker };
const apps: ChildProcess[] = [];

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  home = await TestHome.open();
  workers = await home.startAllWorkers();
});
afterAll(async () => {
  await Promise.all(apps.map((app) => end(app)));
  await home.close();
});

async function end(app: ChildProcess): Promise<void> {
  const gone = new Promise((done) => app.once('exit', done));
  app.kill('SIGTERM');
  await gone;
}

const env = (): NodeJS.ProcessEnv => ({ ...home.env, TEMPORAL_ADDRESS: home.address });

async function startApp(): Promise<void> {
  const app = spawn(process.execPath, [join(APP, 'worker.js')], { cwd: ROOT, env: env() });
  apps.push(app);
  let said = '';
  for (const stream of [app.stdout, app.stderr]) stream.on('data', (text) => (said += String(text)));
  await eventually('the app is ready', () => Promise.resolve(said.includes('is ready')), 60_000).catch(() => {
    throw new Error(`the app's worker said: ${said}`);
  });
}

describe('the example app', () => {
  it('has a model searched, and says what came of it', async () => {
    await startApp();
    const client = [join(APP, 'client.js'), REQUEST.data, REQUEST.target, String(REQUEST.maxTrials)];
    const { stdout } = await promisify(execFile)(process.execPath, client, { cwd: ROOT, env: env() });
    expect(stdout).toMatch(SENTENCE);
  });

  it('tells what is wrong with an input, as its child does', async () => {
    const failing = home.client.workflow.execute('modelReport', {
      taskQueue: 'reports',
      workflowId: 'report-wrong',
      args: [{ ...REQUEST, target: 'spezies' }],
    });
    await expect(failing).rejects.toMatchObject({
      // Of the child, of its activity, of what went wrong there.
      cause: { cause: { cause: { type: 'InvalidTarget', message: expect.stringMatching(/spezies is not a column/) } } },
    });
    const { type, status } = await home.client.workflow.getHandle('report-wrong-search').describe();
    expect([type, status.name]).toEqual(['pseudoJointSearch', 'FAILED']);
  });
});

describe("a worker with the app's workflows and ours", () => {
  it('runs both', async () => {
    // The queue `search` is polled by the app's worker alone, in this process.
    await workers.search.end();
    await home.startWorker('paradigm');
    const loaded = await loadSettings(join(ROOT, 'temporal.yaml'));
    const connection = await NativeConnection.connect({ address: home.address });
    const options: WorkerOptions = {
      connection,
      taskQueue: 'search',
      workflowsPath: join(APP, 'workflows.js'),
      plugins: [new CoaxialPlugin({ search: true, project: loaded, store: home.store.root })],
    };
    const worker = await Worker.create(options);
    const report = await worker
      .runUntil<string>(
        home.client.workflow.execute('modelReport', {
          taskQueue: 'search',
          workflowId: 'report-beside',
          args: [{ ...REQUEST, axes: ['paradigm'] }],
        }),
      )
      .finally(() => connection.close());
    expect(report).toMatch(SENTENCE);
  });
});
