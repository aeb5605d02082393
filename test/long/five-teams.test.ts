import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { essenceOf } from '../../bench/interrupt/outcome.js';
import { setCurrentBuild } from '../../cli/commands/teams/rollout.js';
import { QUERIES, UPDATES } from '../../contracts/search/control.js';
import type { SearchProgress, SearchResult } from '../../contracts/search/search.js';
import type { SearchInput } from '../../contracts/search/search-input.js';
import { STRATEGIES } from '../../contracts/search/strategy.js';
import { serveAxes } from '../support/axis-worker.js';
import { startPythonTeam, whyNoPython } from '../support/python-team.js';
import { eventually, TestHome, type TestWorker } from '../support/test-home.js';

// Where there is no server program and no Python environment yet, they are made first.
jest.setTimeout(1_500_000);

const DATA = join(import.meta.dirname, '../../examples/data');

/** Who owns what: Python by three lines each. */
const OWNERSHIP = `
data:
  roots: [${JSON.stringify(DATA)}]
axes:
  paradigm: { team: models, contact: models@example.org }
  features: { team: data, contact: data@example.org, version: { running: moves } }
  transforms:
    team: cleaning
    contact: cleaning@example.org
    retry: { attempts: 2, firstDelaySeconds: 0.1, maxDelaySeconds: 0.1 }
  hyperparameters:
    team: python
    queue: python-team-axis
paradigms:
  lightgbm:
    team: python
    queue: python-team
`;

const INPUT: SearchInput = {
  data: join(DATA, 'penguins.csv'),
  target: 'species',
  axes: ['paradigm', 'features', 'transforms', 'hyperparameters'],
  paradigms: ['tree', 'lightgbm'],
  maxTrials: 40,
  seed: 1,
};

/** The five teams' workers of one home, each a process. */
class Teams {
  private constructor(
    readonly home: TestHome,
    readonly workers: Record<'platform' | 'models' | 'data' | 'cleaning' | 'python', TestWorker>,
  ) {}

  static async start(config: string): Promise<Teams> {
    const home = await TestHome.open(config);
    const [platform, models, data, cleaning, python] = await Promise.all([
      home.startWorker('search', 'trials'),
      home.startWorker('paradigm'),
      home.startBuild('1', 'features'),
      home.startWorker('transforms'),
      startPythonTeam(home),
    ]);
    await setCurrentBuild(home.client, { deploymentName: 'coaxial-features', buildId: '1' });
    return new Teams(home, { platform, models, data, cleaning, python });
  }

  /** Kills a team's worker and starts another in its place. */
  async replace(team: keyof Teams['workers'], start: () => Promise<TestWorker>): Promise<void> {
    await this.workers[team].end('SIGKILL');
    this.workers[team] = await start();
  }

  async close(): Promise<void> {
    await this.workers.python.end();
    await this.home.close();
  }
}

const progressOf = (handle: WorkflowHandle): Promise<SearchProgress> => handle.query(QUERIES.progress);

/** Process ids of the workers that took steps of an axis, in their order, as far as this run's history goes. */
async function takersOf(handle: WorkflowHandle, activity: string): Promise<number[]> {
  const { events } = await handle.fetchHistory();
  const scheduled = new Set<string>();
  const takers: number[] = [];
  for (const { eventId, activityTaskScheduledEventAttributes, activityTaskStartedEventAttributes } of events ?? []) {
    if (activityTaskScheduledEventAttributes?.activityType?.name === activity) scheduled.add(String(eventId));
    const { scheduledEventId, identity } = activityTaskStartedEventAttributes ?? {};
    if (scheduled.has(String(scheduledEventId))) takers.push(Number.parseInt(identity ?? ''));
  }
  return takers;
}

async function begin(teams: Teams, id: string): Promise<WorkflowHandle> {
  return teams.home.startSearch(id, INPUT, STRATEGIES['pseudo-joint']);
}

const why = whyNoPython();
const withPython = why === null ? describe : describe.skip;
if (why !== null) console.warn(`the search over five teams' workers is not tested: ${why}`);

withPython('a search over the workers of five teams, one of them in Python', () => {
  let folder: string;
  let undisturbed: SearchResult;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coaxial-teams-'));
    await writeFile(join(folder, 'temporal.yaml'), OWNERSHIP);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('uses all of them', async () => {
    const teams = await Teams.start(join(folder, 'temporal.yaml'));
    try {
      undisturbed = (await (await begin(teams, 'teams')).result()) as SearchResult;
    } finally {
      await teams.close();
    }
    expect(undisturbed.trials.total).toBe(INPUT.maxTrials);
    for (const { axis, steps } of undisturbed.axes) expect({ axis, steps: steps > 0 }).toEqual({ axis, steps: true });
    expect(undisturbed.leaders.map(({ paradigm }) => paradigm)).toContain('lightgbm');
    expect(undisturbed.failures).toEqual([]);
  });

  it('ends with the same result where they are killed, upgraded, rolled back and do harm, one at a time', async () => {
    const teams = await Teams.start(join(folder, 'temporal.yaml'));
    const { home } = teams;
    try {
      const handle = await begin(teams, 'teams');
      const searching = async (least: number): Promise<void> => {
        await eventually(`${least} trials`, async () => (await progressOf(handle)).trials.total >= least);
        expect((await progressOf(handle)).phase).toBe('searching');
      };
      // Another build of one axis, beside the first; its steps go there from now on.
      await searching(1);
      const second = await home.startBuild('2', 'features');
      await setCurrentBuild(home.client, { deploymentName: 'coaxial-features', buildId: '2' });
      await eventually('a step of the second build', async () =>
        (await takersOf(handle, 'eliminateFeatures')).includes(second.pid),
      );
      // Killed, one at a time.
      await teams.replace('python', () => startPythonTeam(home));
      await searching(8);
      await teams.replace('models', () => home.startWorker('paradigm'));
      await teams.replace('platform', () => home.startWorker('search', 'trials'));
      await searching(12);
      // Harm: what polls the queue answers garbage, until the team ends it.
      await teams.workers.cleaning.end('SIGKILL');
      const endHarm = await serveAxes(
        home,
        'axis-transforms',
        { transforms: () => ({ candidates: 'all' }) },
        { activities: { transforms: 'chooseTransforms' } },
      );
      const { troubles } = await eventually('the pause', async () => {
        const progress = await progressOf(handle);
        return progress.paused && progress;
      });
      expect(troubles).toMatchObject([{ kind: 'axis', name: 'transforms', team: 'cleaning', trouble: 'failing' }]);
      expect(troubles[0].message).toMatch(/not have the contract's form: .*candidates/);
      await endHarm();
      teams.workers.cleaning = await home.startWorker('transforms');
      expect(await handle.executeUpdate(UPDATES.resume)).toBe('the search goes on');
      // Back to the first build, and the second one ends.
      await setCurrentBuild(home.client, { deploymentName: 'coaxial-features', buildId: '1' });
      await second.end();
      const result = (await handle.result()) as SearchResult;
      expect(essenceOf(result)).toEqual(essenceOf(undisturbed));
      expect(result.failures).toEqual(undisturbed.failures);
      expect(result.warnings).toEqual(undisturbed.warnings);
    } finally {
      await teams.close();
    }
  });
});
