import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess } from '../../../server/processes.js';
import { isAlive } from '../../../storage/files/is-alive.js';
import { readState } from '../../../server/state.js';
import { CoaxialProcess } from '../../../test/support/coaxial-process.js';
import { eventually } from '../../../test/support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const SEARCH = ['search', 'examples/data/penguins.csv', '--target', 'species', '--paradigms', 'linear,tree'];

let home: string;
let running: CoaxialProcess[] = [];

function coaxial(...args: string[]): CoaxialProcess {
  const started = new CoaxialProcess(home, args);
  running.push(started);
  return started;
}

async function serverPid(): Promise<number> {
  return (await readState(home))!.pid!;
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'coaxial-search-'));
});

afterEach(async () => {
  for (const process of running) await process.end();
  running = [];
  const pid = (await readState(home))?.pid;
  if (pid) await endProcess(pid, 5_000);
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

describe('coaxial search', () => {
  test('that is interrupted leaves nothing running, says how to come back, and goes on then', async () => {
    const first = coaxial(...SEARCH, '--max-trials', '16', '--id', 'my search', '--axes', 'paradigm,hyperparameters');
    await first.says(/ [1-9]\d* of 16 trials/);
    const pid = await serverPid();
    first.process.kill('SIGINT');
    expect(await first.ended).toBe(130);
    expect(first.said).toMatch(/coaxial resume 'my search'/);
    expect(isAlive(pid)).toBe(false);

    const status = coaxial('status', 'my search', '--json');
    expect(await status.ended).toBe(0);
    expect(JSON.parse(status.said)).toMatchObject({ status: 'interrupted', maxTrials: 16 });

    const second = coaxial('search', ...SEARCH.slice(1), '--id', 'my search');
    expect(await second.ended).toBe(0);
    expect(second.said).toMatch(/goes on as it was then/);
    expect(second.said).toMatch(/16 trials \(0 reused, 0 failed\)/);
    expect((await readState(home))?.pid).toBeNull();

    const third = coaxial('search', ...SEARCH.slice(1), '--id', 'my search');
    expect(await third.ended).toBe(2);
    expect(third.said).toMatch(/has ended \(completed\).*coaxial resume 'my search'.*coaxial extend/);
  });

  test('that is killed takes its workers and its server with it', async () => {
    const killed = coaxial(...SEARCH, '--max-trials', '500');
    await killed.says(/ of 500 trials/);
    const pid = await serverPid();
    killed.process.kill('SIGKILL');
    await eventually('the end of the server', () => Promise.resolve(!isAlive(pid)));
    expect(await readFile(join(home, 'logs', 'search-worker.log'), 'utf8')).not.toMatch(/^Error/m);
  });

  test('whose server is killed starts it again and ends', async () => {
    const search = coaxial(...SEARCH, '--max-trials', '12', '--axes', 'paradigm,hyperparameters');
    await search.says(/ of 12 trials/);
    process.kill(await serverPid(), 'SIGKILL');
    expect(await search.ended).toBe(0);
    expect(search.said).toMatch(/12 trials \(\d+ reused, 0 failed\)/);
  });

  test('that is detached runs on, and ends with its workers', async () => {
    const detached = coaxial(...SEARCH, '--max-trials', '500', '--id', 'away', '--detach', '--json');
    expect(await detached.ended).toBe(0);
    const { searchId, url, pids } = JSON.parse(detached.said.slice(detached.said.indexOf('{'))) as {
      searchId: string;
      url: string;
      pids: number[];
    };
    expect(searchId).toBe('away');
    const pid = await serverPid();
    expect([pid, ...pids].filter(isAlive)).toHaveLength(3);
    expect((await fetch(url)).ok).toBe(true);
    const status = coaxial('status', 'away', '--json');
    expect(await status.ended).toBe(0);
    expect(JSON.parse(status.said)).toMatchObject({ status: 'running', searchId: 'away', maxTrials: 500 });
    await Promise.all(pids.map((worker) => endProcess(worker, 30_000)));
    await eventually('the end of the server', () => Promise.resolve(!isAlive(pid)));
  });

  test('that is interrupted while the server starts says that nothing was begun, and leaves nothing running', async () => {
    const search = coaxial(...SEARCH, '--id', 'early');
    await search.says(/getting the server ready/);
    search.process.kill('SIGINT');
    expect(await search.ended).toBe(130);
    expect(search.said).toMatch(/the search was not started/);
    expect((await readState(home))?.pid ?? null).toBeNull();
  });

  test('that is interrupted twice is gone at once, and what it started goes too', async () => {
    const search = coaxial(...SEARCH, '--max-trials', '500');
    await search.says(/getting the workers ready/);
    const started = await eventually('server and workers', async () => {
      const children = await search.children();
      return children.length >= 3 && children;
    });
    search.process.kill('SIGINT');
    await search.says(/a second Ctrl-C leaves at once/);
    search.process.kill('SIGINT');
    expect(await search.ended).toBe(130);
    await eventually('the end of all', () => Promise.resolve(!started.some(isAlive)));
    expect((await readState(home))?.pid).toBeNull();
  });
});

test('coaxial up brings its server back', async () => {
  const up = coaxial('up');
  await up.says(/Ctrl-C stops/);
  process.kill(await serverPid(), 'SIGKILL');
  await up.says(/the server answers again/);
  const pid = await serverPid();
  expect(isAlive(pid)).toBe(true);
  up.process.kill('SIGINT');
  expect(await up.ended).toBe(0);
  expect(isAlive(pid)).toBe(false);
});
