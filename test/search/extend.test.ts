import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SearchResult } from '../../contracts/search/search.js';
import { childId } from '../../contracts/search/strategy.js';
import { CoaxialProcess } from '../support/coaxial-process.js';
import { eventually, TestHome } from '../support/test-home.js';
import { recordTimes } from '../support/record-times.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const CHEAP = ['--paradigms', 'naive-bayes,linear,tree', '--axes', 'paradigm,hyperparameters'];
const PENGUINS = ['examples/data/penguins.csv', '--target', 'species'];

let home: TestHome;

beforeAll(async () => {
  home = await TestHome.open();
});
afterAll(() => home.close());

/** Runs a command that is to succeed. @returns what it prints as JSON */
async function json<T = SearchResult>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await home.coaxial(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
  return JSON.parse(stdout) as T;
}

/** Runs a command that is to be refused. @returns what it says */
async function refusal(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await home.coaxial(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: expect.any(String) });
  return stderr;
}

describe('a search that has ended', () => {
  let first: SearchResult;

  beforeAll(async () => {
    first = await json('search', ...PENGUINS, ...CHEAP, '--max-trials', '12', '--id', 'ended');
  });

  it('is shown again by resume', async () => {
    expect(await json('resume', 'ended')).toEqual(first);
  });

  it('goes on with a larger budget, trains nothing again, and has a new result', async () => {
    const before = await recordTimes(home.store);
    const result = await json('extend', 'ended', '--max-trials', '+12');
    expect(result.trials.total).toBeGreaterThan(first.trials.total);
    expect(result.trials.total).toBeLessThanOrEqual(first.trials.total + 12);
    expect(result.cvScore).toBeLessThanOrEqual(first.cvScore + 0.01);
    const after = await recordTimes(home.store);
    expect(Object.keys(after).length).toBeGreaterThan(Object.keys(before).length);
    expect(after).toMatchObject(before);
    expect(await home.store.searches.readResult('ended')).toMatchObject({ trials: result.trials });
    expect(await json('resume', 'ended')).toEqual(result);
  });

  it('is not extended to less than it took', async () => {
    expect(await refusal('extend', 'ended', '--max-trials', '5')).toMatch(
      /has taken \d+ trials in .* already.* 5 trials/,
    );
    expect(await refusal('extend', 'ended')).toMatch(/--max-trials, --max-time or both/);
    expect(await refusal('search', ...PENGUINS, '--id', 'ended')).toMatch(/coaxial extend ended/);
    expect(await refusal('pause', 'ended')).toMatch(/does not run: it has ended \(completed\)/);
  });

  it('is what another begins with, on other rows and with a column more', async () => {
    const [head, ...rows] = (await readFile('examples/data/penguins.csv', 'utf8')).trim().split('\n');
    const wider = [`${head},half`, ...[...rows, ...rows.slice(0, 9)].map((row, i) => `${row},${i % 7}`)];
    const file = join(home.folder, 'wider.csv');
    await writeFile(file, `${wider.join('\n')}\n`);
    const warm = ['--warm-start', 'ended', '--max-trials', '12', '--id', 'warm'];
    const result = await json('search', file, '--target', 'species', ...CHEAP, ...warm);
    const [start] = await home.store.searches.readSteps('warm', 0, 1);
    expect(start.axis).toBe('warm-start');
    expect(start.trials.length).toBeGreaterThan(0);
    expect(result.trials).toEqual({ total: expect.any(Number), reused: 0, failed: 0 });
    const unknown = ['search', ...PENGUINS, '--warm-start', 'nothing'];
    expect(await refusal(...unknown)).toMatch(/--warm-start: the store has no search nothing/);
  });
});

describe('a search that runs', () => {
  it('is paused, extended, listed and stopped from the command line', async () => {
    await home.startAllWorkers();
    const input = { data: PENGUINS[0], target: PENGUINS[2], paradigms: ['linear', 'tree', 'random-forest'] };
    await home.startSearch('running', { ...input, maxTrials: 400 }, 'pseudoJointSearch');
    const status = (): Promise<Record<string, unknown>> => json('status', 'running');
    await eventually('a trial', async () => ((await status()).trials as SearchResult['trials']).total > 0);
    expect(await json('pause', 'running')).toMatchObject({ said: expect.stringMatching(/no further trials/) });
    expect(await status()).toMatchObject({
      status: 'paused',
      phase: 'searching',
      trials: { reused: expect.any(Number), failed: 0 },
      best: { score: expect.any(Number) },
    });
    expect(await json('extend', 'running', '--max-trials', '+100')).toEqual({
      searchId: 'running',
      status: 'running',
      said: expect.stringMatching(/at most 500 trials/),
    });
    const { searches } = await json<{ searches: Record<string, unknown>[] }>('list');
    expect(searches[0]).toMatchObject({ searchId: 'running', strategy: 'pseudo-joint', status: 'paused' });
    expect(searches.map(({ searchId }) => searchId)).toEqual(expect.arrayContaining(['ended', 'warm']));
    const stopped = await home.coaxial('stop', 'running');
    expect(stopped.stdout).toMatch(/the best so far .* is fitted and delivered[^]*coaxial status running/);
    const ended = await eventually('the end', async () => {
      const now = await status();
      return now.status === 'completed' && now;
    });
    expect(ended).toMatchObject({ phase: 'done', stopped: 'stopped', best: { paradigm: expect.any(String) } });
    expect((await home.coaxial('list')).stdout).toMatch(/running +pseudo-joint +completed +\d+ +0\.\d+ +log-loss/);
  });
});

describe('a comparison', () => {
  it('that was terminated goes on, and what had ended of it is not searched again', async () => {
    const search = new CoaxialProcess(
      home.folder,
      ['search', ...PENGUINS, ...CHEAP.slice(0, 2), '--strategy', 'all', '--max-trials', '12', '--id', 'all'],
      home.env,
    );
    await search.says(/pseudo-joint: search all-pseudo-joint[^]* of 12 trials/);
    await home.client.workflow.getHandle('all').terminate();
    expect(await search.ended).toBe(1);
    expect(await refusal('extend', 'all', '--max-trials', '+9')).toMatch(/extend one of them \(all-sequential, /);
    const { strategies } = await json<{ strategies: SearchResult[] }>('resume', 'all');
    expect(strategies.map(({ strategy, trials }) => [strategy, trials.total])).toEqual([
      ['sequential', 12],
      ['pseudo-joint', 12],
      ['joint', 12],
    ]);
    const query = `WorkflowId = '${childId('all', 'sequential')}'`;
    expect((await home.client.workflow.count(query)).count).toBe(1);
  });
});
