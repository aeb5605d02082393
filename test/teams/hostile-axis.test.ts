import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { join } from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { AdvanceRequest } from '../../contracts/module/axis.js';
import { loadContext } from '../../training/data/search-loader.js';
import { defaultCandidate, type Candidate } from '../../contracts/candidate/candidate.js';
import { QUERIES, UPDATES } from '../../contracts/search/control.js';
import type { SearchProgress, SearchResult } from '../../contracts/search/search.js';
import type { SearchInput } from '../../contracts/search/search-input.js';
import { STRATEGIES } from '../../contracts/search/strategy.js';
import { hang, IDLE, serveAxes, type Answering } from '../support/axis-worker.js';
import { eventually, TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

/** A candidate that is right, from what the axis is told. */
async function candidateOf(request: unknown): Promise<Candidate> {
  const { context } = request as { context: Extract<AdvanceRequest['context'], { ref: string }> };
  const { paradigms, columns } = await loadContext(home.store, context.ref);
  return defaultCandidate(paradigms[0], { features: `0-${columns.length - 1}` });
}

/** An answer with these candidates made of one that is right. */
const proposing =
  (make: (candidate: Candidate) => Candidate[]): Answering =>
  async (request) => ({ ...IDLE, converged: false, candidates: { inline: make(await candidateOf(request)) } });

let mended = false;

/** What can be wrong with an axis, by its name. */
const HOSTILE: Record<string, Answering> = {
  throwing: () => {
    throw new TypeError('undefined is not a function');
  },
  'throwing-each-time': () => {
    throw new Error('the licence server is away');
  },
  refusing: () => {
    throw ApplicationFailure.nonRetryable('this release is too old', 'TooOld');
  },
  hanging: () => hang(),
  garbled: () => ({ candidates: { inline: 'many' }, note: 7 }),
  silent: () => undefined,
  outside: proposing((candidate) => [{ ...candidate, hyperparameters: { speed: 9 } }]),
  repeating: proposing((candidate) => [candidate, candidate]),
  flooding: proposing((candidate) => Array.from({ length: 300 }, () => candidate)),
  drowning: () => ({ ...IDLE, state: { inline: 'x'.repeat(5_000_000) } }),
  expanding: proposing((candidate) => [{ ...candidate, features: '0-400000000' }]),
  endless: proposing((candidate) => [{ ...candidate, features: '0-99999999999' }]),
  'spelling-otherwise': proposing((candidate) => [candidate, { ...candidate, features: '0,1-3' }]),
  deep: () => ({ ...IDLE, state: { inline: JSON.parse('['.repeat(2_000) + ']'.repeat(2_000)) as unknown } }),
  deepest: () => ({ ...IDLE, state: { inline: JSON.parse('['.repeat(4_000) + ']'.repeat(4_000)) as unknown } }),
  inventing: () => ({ ...IDLE, choice: 'f'.repeat(64) }),
  stalling: () => ({ ...IDLE, converged: false }),
  mended: () => (mended ? IDLE : { ...IDLE, converged: 'perhaps' }),
};

/** Those with queues of their own. */
const APART = ['absent', 'small'];

/** Short, for what is waited for here. */
const PATIENCE = 'patience: { unservedSeconds: 2, leaveOutSeconds: 8 }\n';

const settingsOf = (name: string): string =>
  `  ${name}:\n    team: chaos\n    contact: chaos@example.org\n    queue: ${APART.includes(name) ? name : 'hostile'}\n` +
  `    timeoutSeconds: ${name === 'small' ? 100 : 2}\n` +
  '    retry: { attempts: 2, firstDelaySeconds: 0.1, maxDelaySeconds: 0.2 }\n';

const INPUT: SearchInput = {
  data: 'penguins.csv',
  target: 'species',
  paradigms: ['linear', 'tree'],
  maxTrials: 6,
};

let home: TestHome;
let folder: string;
let endHostile: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-hostile-'));
  const names = [...Object.keys(HOSTILE), ...APART];
  const data = join(import.meta.dirname, '../../examples/data');
  await writeFile(
    join(folder, 'temporal.yaml'),
    `data:\n  roots: [${JSON.stringify(data)}]\n${PATIENCE}axes:\n${names.map(settingsOf).join('')}`,
  );
  INPUT.data = join(data, 'penguins.csv');
  home = await TestHome.open(join(folder, 'temporal.yaml'));
  [, endHostile] = await Promise.all([home.startAllWorkers(), serveAxes(home, 'hostile', HOSTILE)]);
});
afterAll(async () => {
  await endHostile();
  await home.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (id: string, input: Partial<SearchInput>): Promise<WorkflowHandle> =>
  home.startSearch(id, { ...INPUT, ...input }, STRATEGIES['pseudo-joint']);
const progressOf = (handle: WorkflowHandle): Promise<SearchProgress> => handle.query(QUERIES.progress);

describe('axes of other teams that do harm', () => {
  it('are left out with their team and what was wrong, where the search goes on without them', async () => {
    const axes = Object.keys(HOSTILE).filter((name) => name !== 'mended');
    const handle = await start('skipping', { axes: ['paradigm', ...axes], onTrouble: 'skip' });
    const { warnings, trials } = (await handle.result()) as SearchResult;
    expect(trials.total).toBe(2);
    const said = (name: string): string => warnings.find((one) => one.includes(`axis ${name} of`)) ?? 'nothing';
    for (const axis of axes) expect(said(axis)).toContain('left out: axis');
    for (const axis of axes) expect(said(axis)).toContain('of team chaos (chaos@example.org) fails: ');
    expect(said('throwing')).toMatch(/fails: undefined is not a function$/);
    expect(said('throwing-each-time')).toMatch(/the licence server is away/);
    expect(said('refusing')).toMatch(/this release is too old/);
    expect(said('hanging')).toMatch(/longer than its time limit/);
    expect(said('garbled')).toMatch(/not have the contract's form: .*candidates.inline: .*expected array/);
    expect(said('silent')).toMatch(/not have the contract's form/);
    expect(said('outside')).toMatch(/candidate 0 lies outside the search's spaces: /);
    expect(said('repeating')).toMatch(/candidates 0 and 1 are the same/);
    expect(said('flooding')).toMatch(/candidates.inline: Too big/);
    expect(said('drowning')).toMatch(/fails: /);
    expect(said('expanding')).toMatch(/features: 0-400000000 names a column beyond/);
    expect(said('endless')).toMatch(/features: 0-99999999999 names a column beyond/);
    expect(said('spelling-otherwise')).toMatch(/features: 0,1-3 is not the one text of its set/);
    expect(said('deep')).toMatch(/more than 200 levels/);
    expect(said('deepest')).toMatch(/more than 200 levels|fails: /);
    expect(said('inventing')).toMatch(/its choice f+ is not a completed trial/);
    expect(said('stalling')).toMatch(/proposed nothing and has not converged/);
  });

  it('pause a search that waits for a person, which goes on once they are mended', async () => {
    const handle = await start('waiting', { axes: ['paradigm', 'mended'] });
    const { troubles } = await eventually('the pause', async () => {
      const progress = await progressOf(handle);
      return progress.paused && progress;
    });
    expect(troubles).toMatchObject([
      { kind: 'axis', name: 'mended', team: 'chaos', contact: 'chaos@example.org', trouble: 'failing' },
    ]);
    expect(troubles[0].message).toMatch(/axis mended of team chaos .* fails: .*converged/);
    mended = true;
    await handle.executeUpdate(UPDATES.resume);
    const { warnings, trials } = (await handle.result()) as SearchResult;
    expect(trials.total).toBe(2);
    expect(warnings).not.toContainEqual(expect.stringContaining('left out'));
  });

  it('can be ended by a person with what there is', async () => {
    mended = false;
    const handle = await start('stopped', { axes: ['paradigm', 'mended'] });
    await eventually('the pause', async () => (await progressOf(handle)).paused);
    await handle.executeUpdate(UPDATES.stop);
    expect(await handle.result().catch((error: Error) => error)).toMatchObject({ stopped: 'stopped' });
  });
});

describe('an axis that nobody serves', () => {
  it('is told of with its team, waited for, and taken up when its worker comes', async () => {
    const handle = await start('absent', { axes: ['paradigm', 'absent'] });
    const { troubles, phase } = await eventually('the trouble', async () => {
      const progress = await progressOf(handle);
      return progress.troubles.length > 0 && progress;
    });
    expect(phase).toBe('profiling');
    expect(troubles).toMatchObject([{ name: 'absent', team: 'chaos', queue: 'absent', trouble: 'unserved' }]);
    expect(troubles[0].message).toMatch(/nobody serves axis absent: .* queue absent; call team chaos \(chaos@ex/);
    const end = await serveAxes(home, 'absent', { absent: () => IDLE });
    const { warnings } = (await handle.result()) as SearchResult;
    expect(warnings).not.toContainEqual(expect.stringContaining('left out'));
    await end();
  });

  it('is left out where the search may go on without it', async () => {
    const handle = await start('without', { axes: ['paradigm', 'absent'], onTrouble: 'skip' });
    const { warnings } = (await handle.result()) as SearchResult;
    expect(warnings).toContainEqual(expect.stringMatching(/left out: nobody serves axis absent/));
  });
});

describe('an axis whose workers have other searches in hand', () => {
  it('is waited for without a word, also where the search may go on without it', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((done) => (release = done));
    const step = (): Promise<unknown> => hang(released).then(() => IDLE);
    const end = await serveAxes(home, 'small', { small: step }, { concurrency: 1 });
    const input = { axes: ['paradigm', 'small'] };
    const first = await start('first', input);
    await eventually('a step', async () => (await pendingOf(first)).includes('small'));
    const second = await start('second', { ...input, onTrouble: 'skip' });
    // It lies in the queue for 2 s, 4 s and 8 s, which is longer than the worker has been known to live.
    await eventually('three looks', async () => (await untakenOf(second)) >= 3);
    expect((await progressOf(second)).troubles).toEqual([]);
    release();
    for (const handle of [first, second]) {
      const { warnings } = (await handle.result()) as SearchResult;
      expect(warnings).not.toContainEqual(expect.stringContaining('left out'));
    }
    await end();
  });
});

/** Types of the activities under way. */
async function pendingOf(handle: WorkflowHandle): Promise<(string | null | undefined)[]> {
  const { raw } = await handle.describe();
  return (raw.pendingActivities ?? []).map(({ activityType }) => activityType?.name);
}

/** Activities that no worker took in time. */
async function untakenOf(handle: WorkflowHandle): Promise<number> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter(({ activityTaskTimedOutEventAttributes: timedOut }) => timedOut).length;
}
