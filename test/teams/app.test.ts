import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { SearchResult } from '../../contracts/search/search.js';
import { BUILT_IN_AXES } from '../../contracts/module/axis-name.js';
import { TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const ROOT = resolve(import.meta.dirname, '../..');
let home: TestHome;
let app: ChildProcess | undefined;

beforeAll(async () => {
  home = await TestHome.open();
  await Promise.all([home.startWorker(...BUILT_IN_AXES), home.startWorker('trials')]);
});
afterAll(async () => {
  if (app && app.exitCode === null && app.kill()) await once(app, 'exit');
  await home.close();
});

it('reports by a workflow of its own that has a search for a child', async () => {
  const { env } = home;
  const file = (name: string): string => `dist/examples/app/${name}.js`;
  app = spawn(process.execPath, [file('worker')], { cwd: ROOT, env, stdio: 'ignore' });
  const args = [file('client'), 'examples/data/penguins.csv', 'species', '12'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });

  const started = [];
  for await (const { type, workflowId, parentExecution } of home.client.workflow.list()) {
    started.push({ type, workflowId, parent: parentExecution?.workflowId });
  }
  const report = started.find(({ type }) => type === 'modelReport')!;
  const search = started.find(({ type }) => type === 'pseudoJointSearch')!;
  expect(search).toMatchObject({ workflowId: `${report.workflowId}-search`, parent: report.workflowId });
  const { best, cvScore, trials } = (await home.client.workflow.getHandle(search.workflowId).result()) as SearchResult;
  expect(trials.total).toBe(12);
  const [said, counts] = stdout.trim().split('; ');
  expect(said).toBe(`${best.paradigm} predicts species with log-loss ${cvScore.toFixed(3)} in 12 trials`);
  expect(counts).toMatch(/^of 344 rows it takes \d+ for Adelie, \d+ for Gentoo, \d+ for Chinstrap$/);
});

it('fails at once, rather than its task for ever, where it calls a search without an input', async () => {
  const options = {
    workflowId: 'report-on-nothing',
    taskQueue: 'search',
    workflowExecutionTimeout: '1 minute',
  } as const;
  const failed: unknown = await home.client.workflow.execute('modelReport', options).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(WorkflowFailedError);
  expect((failed as WorkflowFailedError).cause).toMatchObject({
    type: 'InvalidInput',
    message: expect.stringMatching(/^Invalid input: input: .*received undefined/),
  });
});

it.each(['abc', '0', '1.5', '-3', ''])('is told on one line that %p is not a number of trials', async (maxTrials) => {
  const args = ['dist/examples/app/client.js', 'examples/data/penguins.csv', 'species', maxTrials];
  const failed = promisify(execFile)(process.execPath, args, { cwd: ROOT, env: home.env });
  await expect(failed).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^usage: .*MAX_TRIALS is a whole number from 1 on\n$/),
  });
});

it("says a search's reason where that fails", async () => {
  const { env } = home;
  const args = ['dist/examples/app/client.js', 'examples/data/penguins.csv', 'colour'];
  const failed = promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^target: colour is not a column.*\n$/),
  });
});
