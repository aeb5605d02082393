import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess } from '../../server/processes.js';
import { readState } from '../../server/state.js';
import type { SearchResult } from '../../contracts/search/search.js';
import { openStore } from '../../storage/store.js';
import { CoaxialProcess } from '../support/coaxial-process.js';
import { recordTimes } from '../support/record-times.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

/** Random forests take a while: long enough to be killed in. */
const SEARCH = [
  ...['search', 'examples/data/penguins.csv', '--target', 'species', '--paradigms', 'linear,random-forest'],
  ...['--max-trials', '20', '--seed', '3'],
];

let homes: string[] = [];
let running: CoaxialProcess[] = [];

async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'coaxial-resume-'));
  homes.push(home);
  return home;
}

function coaxial(home: string, ...args: string[]): CoaxialProcess {
  const started = new CoaxialProcess(home, args);
  running.push(started);
  return started;
}

let home: string;

beforeEach(async () => {
  home = await newHome();
});

afterEach(async () => {
  for (const process of running) await process.end();
  for (const home of homes) {
    const pid = (await readState(home))?.pid;
    if (pid) await endProcess(pid, 5_000);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
  homes = [];
  running = [];
});

async function terminate(searchId: string): Promise<void> {
  const connection = await Connection.connect({ address: `127.0.0.1:${(await readState(home))!.port}` });
  await new Client({ connection }).workflow.getHandle(searchId).terminate('a test wants it so');
  await connection.close();
}

/** The server forgets all it knows. */
async function loseDatabase(): Promise<void> {
  const files = (await readdir(home)).filter((name) => name.startsWith('temporal.db'));
  expect(files.length).toBeGreaterThan(0);
  await Promise.all(files.map((name) => rm(join(home, name))));
}

interface Ended extends Pick<SearchResult, 'cvScore' | 'holdoutScore' | 'best' | 'trials'> {
  leaders: [string, number][];
}

/** What a search came to, wherever it lies. */
async function endOf(of: string, searchId: string): Promise<Ended> {
  const result = (await openStore(join(of, 'store')).searches.readResult(searchId))!;
  const { cvScore, holdoutScore, best, trials, leaders } = result;
  return { cvScore, holdoutScore, best, trials, leaders: leaders.map(({ key, score }) => [key, score]) };
}

describe('coaxial resume', () => {
  it('ends a search as if nothing had happened, whatever became of its processes, its workflow and its server', async () => {
    const elsewhere = await newHome();
    const undisturbed = coaxial(elsewhere, ...SEARCH, '--id', 'undisturbed');
    expect(await undisturbed.ended).toBe(0);

    const killed = coaxial(home, ...SEARCH, '--id', 'the one');
    await killed.says(/ ([3-9]|1\d) of 20 trials/);
    await killed.killAll();
    const store = openStore(join(home, 'store'));
    const atFirst = await recordTimes(store);
    const status = coaxial(home, 'status', 'the one');
    expect(await status.ended).toBe(0);
    expect(status.said).toMatch(/the one: interrupted[^]*coaxial resume 'the one'/);

    const terminated = coaxial(home, 'resume', 'the one');
    await terminated.says(/ \d+ of 20 trials/);
    await terminate('the one');
    expect(await terminated.ended).toBe(1);
    expect(terminated.said).toMatch(/was terminated.*"coaxial resume 'the one'" goes on/);

    const again = coaxial(home, 'resume', 'the one');
    await again.says(/has ended \(terminated\) and is started again[^]* \d+ of 20 trials/);
    await again.killAll();
    const atLast = await recordTimes(store);
    await loseDatabase();
    const last = coaxial(home, 'resume', 'the one', '--json');
    const { searchId } = await last.json<SearchResult>();
    expect(searchId).toBe('the one');
    expect(last.said).toMatch(/is unknown to the server/);
    const expected = await endOf(elsewhere, 'undisturbed');
    const end = await endOf(home, 'the one');
    expect(end).toEqual({ ...expected, trials: { total: 20, reused: end.trials.reused, failed: 0 } });
    // No trial was trained again.
    expect(atLast).toMatchObject(atFirst);
    expect(await recordTimes(store)).toMatchObject(atLast);
  });

  it('says that there is no such search', async () => {
    const unknown = coaxial(home, 'resume', 'nothing');
    expect(await unknown.ended).toBe(2);
    expect(unknown.said).toMatch(/there is no search nothing.*coaxial list/);
  });
});
