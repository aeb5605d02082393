import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SearchResult } from '../../../contracts/search/search.js';
import { startPythonTeam, whyNoPython } from '../../support/python-team.js';
import { TestHome, type TestWorker } from '../../support/test-home.js';

// Where there is no environment yet, it is made first.
jest.setTimeout(1_500_000);

const DATA = resolve(import.meta.dirname, '../../../examples/data');
const PENGUINS = join(DATA, 'penguins.csv');

/** The three lines of the example's README. */
const OWNERSHIP = `
data: { roots: [${JSON.stringify(DATA)}] }
axes:
  hyperparameters: { team: python, queue: python-team-axis }
paradigms:
  lightgbm: { team: python, queue: python-team }
  xgboost: { team: python, queue: python-team }
`;

const why = whyNoPython();
const withPython = why === null ? describe : describe.skip;
if (why !== null) console.warn(`searches with the Python team are not tested: ${why}`);

withPython('a search with the Python team', () => {
  let folder: string;
  let home: TestHome;
  let team: TestWorker;
  let result: SearchResult;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coaxial-python-'));
    await writeFile(join(folder, 'temporal.yaml'), OWNERSHIP);
    home = await TestHome.open(join(folder, 'temporal.yaml'));
    [team] = await Promise.all([startPythonTeam(home), home.startAllWorkers()]);
  });
  afterAll(async () => {
    await team?.end();
    await home?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['axis', 'hyperparameters'],
    ['paradigm', 'lightgbm'],
    ['paradigm', 'xgboost'],
  ])('passes the contract kit: %s %s', async (kind, name) => {
    const { code, stdout, stderr } = await home.coaxial('check', kind, name);
    expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
  });

  it('fits what its axis suggests', async () => {
    const input = {
      data: PENGUINS,
      target: 'species',
      axes: ['paradigm', 'hyperparameters'],
      paradigms: ['lightgbm', 'xgboost'],
      maxTrials: 10,
    };
    const handle = await home.startSearch('penguins', input);
    result = (await handle.result()) as SearchResult;
    expect(result).toMatchObject({ trials: { total: 10, failed: 0 }, failures: [] });
    expect(new Set(result.leaders.map(({ paradigm }) => paradigm))).toEqual(new Set(['lightgbm', 'xgboost']));
    const tuned = result.axes.find(({ axis }) => axis === 'hyperparameters')!;
    // Two were the paradigms' defaults, and some are for the finalists.
    expect(tuned.trials).toBeGreaterThanOrEqual(4);
    expect(result.holdoutScore).toBeLessThan(0.3);
  });

  it('delivers a model that predicts without it', async () => {
    await team.end();
    const { code, stdout, stderr } = await home.coaxial('predict', result.model, PENGUINS);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const truth = (await readFile(PENGUINS, 'utf8')).trim().split('\n').slice(1);
    const predicted = stdout.trim().split('\n').slice(1);
    const right = truth.filter((line, i) => line.split(',')[0] === predicted[i]);
    expect(right.length / truth.length).toBeGreaterThan(0.97);
  });
});
