import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PROBLEMS, type Run } from './problems.js';
import { isDone, readResults, settingsOf, writeResult, type RunResult } from './result.js';

const run: Run = { problem: PROBLEMS[0], strategy: 'joint', seed: 3 };
const result: RunResult = {
  version: 1,
  problem: run.problem.name,
  strategy: run.strategy,
  seed: run.seed,
  settings: settingsOf(run.problem),
  metric: 'rmse',
  stopped: 'trials',
  trials: { total: 1, reused: 0, failed: 0 },
  seconds: 1,
  wallSeconds: 2,
  judgeSeconds: 0,
  steps: 1,
  axes: [],
  curve: [{ trials: 1, seconds: 1, score: 1, best: 1, holdout: 1 }],
  paradigm: 'linear',
  features: 1,
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('takes a run for done once its result is there', async () => {
  expect(await isDone(folder, run)).toBe(false);
  await writeResult(folder, run, result);
  expect(await isDone(folder, run)).toBe(true);
  expect(await isDone(folder, { ...run, seed: 4 })).toBe(false);
  expect(await readResults(folder, PROBLEMS)).toEqual([result]);
});

it('leaves out results of a problem that has changed since, and files of another form', async () => {
  const changed = { ...run.problem, maxTrials: 7 };
  await writeResult(folder, run, result);
  expect(await isDone(folder, { ...run, problem: changed })).toBe(false);
  expect(await readResults(folder, [changed])).toEqual([]);
  await writeFile(join(folder, `${run.problem.name}.joint.3.json`), '{"version":0}');
  expect(await isDone(folder, run)).toBe(false);
  expect(await readResults(folder, PROBLEMS)).toEqual([]);
});
