import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setCurrentBuild } from '../../cli/commands/teams/rollout.js';
import type { SearchResult } from '../../contracts/search/search.js';
import { TestHome } from '../support/test-home.js';

// Where there is no server program yet, it is built first.
jest.setTimeout(600_000);

const ROOT = resolve(import.meta.dirname, '../..');
const support = (file: string): string => JSON.stringify(join(ROOT, 'test/support', file));

/** Modules of teams of their own, by their files. */
const YAML = `
data:
  roots: [${JSON.stringify(join(ROOT, 'examples/data'))}]
axes:
  thinning: { team: data, queue: thin, module: ${support('own-axis.js')}, version: { running: pinned } }
paradigms:
  slope: { team: lines, queue: lines, module: ${support('served-paradigms.js')}, rateLimit: 100 }
  linear: { team: lines, queue: lines-of-ours }
`;

let folder: string;
let home: TestHome;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-modules-'));
  const config = join(folder, 'temporal.yaml');
  await writeFile(config, YAML);
  home = await TestHome.open(config);
  await Promise.all([
    home.startWorker('search', 'trials', 'paradigm'),
    home.startBuild('b1', 'thinning'),
    home.startWorker('slope'),
    home.startWorker('linear'),
  ]);
  await setCurrentBuild(home.client, { deploymentName: 'coaxial-thinning', buildId: 'b1' });
});
afterAll(async () => {
  await home.close();
  await rm(folder, { recursive: true, force: true });
});

describe('modules that temporal.yaml names the files of', () => {
  it('are served by workers of their names, and searched like any other', async () => {
    const handle = await home.startSearch('own', {
      data: join(ROOT, 'examples/data/penguins.csv'),
      target: 'body_mass_g',
      axes: ['paradigm', 'thinning'],
      paradigms: ['tree', 'slope', 'linear'],
      maxTrials: 12,
    });
    const result = (await handle.result()) as SearchResult;
    expect(result.failures).toEqual([]);
    const { searches } = home.store;
    const trials = (await searches.readSteps('own', 0, await searches.countSteps('own'))).flatMap(
      (step) => step.trials,
    );
    const completed = trials.filter(({ outcome }) => outcome.status === 'completed');
    expect([...new Set(completed.map(({ paradigm }) => paradigm))].sort()).toEqual(['linear', 'slope', 'tree']);
    expect(completed.map(({ origin }) => origin.axis)).toContain('thinning');
  });

  it('stay with the build that a search began with, on its queue', async () => {
    const { events } = await home.client.workflow.getHandle('own').fetchHistory();
    const calls = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: call }) => call ?? []);
    const queuesOf = (name: string): (string | null | undefined)[] => [
      ...new Set(
        calls.filter(({ activityType }) => activityType?.name === name).map(({ taskQueue }) => taskQueue?.name),
      ),
    ];
    expect(queuesOf('thinColumns')).toEqual(['thin@b1']);
    expect(queuesOf('fitPredict').map(String).sort()).toEqual(['lines', 'lines-of-ours']);
  });
});
