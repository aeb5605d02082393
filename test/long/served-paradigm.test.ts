import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { essenceOf } from '../../bench/interrupt/outcome.js';
import { QUERIES } from '../../contracts/search/control.js';
import type { SearchProgress, SearchResult } from '../../contracts/search/search.js';
import type { SearchInput } from '../../contracts/search/search-input.js';
import { STRATEGIES } from '../../contracts/search/strategy.js';
import { CoaxialProcess } from '../support/coaxial-process.js';
import { eventually, TestHome, type TestWorker } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const DATA = join(import.meta.dirname, '../../examples/data');
const PENGUINS = join(DATA, 'penguins.csv');
const QUEUE = 'team-trees';
const INPUT: SearchInput = {
  data: PENGUINS,
  target: 'species',
  axes: ['features', 'hyperparameters'],
  paradigms: ['boosting'],
  maxTrials: 24,
};
const NOBODY = `nobody serves paradigm boosting: no worker takes what lies in queue ${QUEUE}; call team trees (trees@example.org)`;

/** Short patience, for what is waited for here. */
const settings = (served: boolean): string => `
patience: { unservedSeconds: 2, leaveOutSeconds: 8 }
data:
  roots: [${JSON.stringify(DATA)}]
${served ? `paradigms:\n  boosting: { team: trees, contact: trees@example.org, queue: ${QUEUE} }\n` : ''}`;

const progressOf = (handle: WorkflowHandle): Promise<SearchProgress> => handle.query(QUERIES.progress);
const begin = (home: TestHome, id: string, input: SearchInput = INPUT): Promise<WorkflowHandle> =>
  home.startSearch(id, input, STRATEGIES['pseudo-joint']);

describe("a paradigm behind its team's queue", () => {
  let folder: string;
  let expected: SearchResult;
  let expectedModel: string;
  let home: TestHome;
  let team: TestWorker;
  let model: string;

  /** The same search with the paradigm trained by trial workers. */
  async function trainInProcess(): Promise<void> {
    const config = join(folder, 'own.yaml');
    await writeFile(config, settings(false));
    const own = await TestHome.open(config);
    try {
      await own.startAllWorkers();
      expected = (await (await begin(own, 'same')).result()) as SearchResult;
      expectedModel = (await own.coaxial('predict', expected.model, PENGUINS, '--proba')).stdout;
    } finally {
      await own.close();
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coaxial-served-'));
    await trainInProcess();
    const config = join(folder, 'served.yaml');
    await writeFile(config, settings(true));
    home = await TestHome.open(config);
    await home.startAllWorkers();
  });
  afterAll(async () => {
    await home?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is waited for and called, lost or not, and the search ends as if trial workers had trained it', async () => {
    const handle = await begin(home, 'same');
    const unserved = (): Promise<SearchProgress> =>
      eventually('a trouble', async () => {
        const progress = await progressOf(handle);
        return progress.troubles.length > 0 && progress;
      });
    expect((await unserved()).troubles).toMatchObject([
      { kind: 'paradigm', name: 'boosting', queue: QUEUE, trouble: 'unserved', message: NOBODY },
    ]);
    team = await home.startParadigms(QUEUE, 'boosting');
    await eventually('trials', async () => (await progressOf(handle)).trials.total >= 3);
    await team.end('SIGKILL');
    const { phase, troubles } = await unserved();
    const nobody = expect.stringMatching(/^nobody serves paradigm boosting: .*; call team trees/);
    expect({ phase, troubles }).toMatchObject({ phase: 'searching', troubles: [{ message: nobody }] });
    team = await home.startParadigms(QUEUE, 'boosting');
    const result = (await handle.result()) as SearchResult;
    expect(essenceOf(result)).toEqual(essenceOf(expected));
    expect(result.failures).toEqual(expected.failures);
    expect(result.warnings).toEqual(expected.warnings);
    model = result.model;
    const file = JSON.parse(await readFile(join(model, 'model.json'), 'utf8')) as object;
    expect(file).toMatchObject({ format: 4, paradigm: 'boosting', served: { queue: QUEUE, team: 'trees' } });
  });

  it('predicts by its exported form, or by the team, to the same end', async () => {
    const exported = await home.coaxial('predict', model, PENGUINS, '--proba');
    expect(exported).toMatchObject({ code: 0, stdout: expectedModel });
    expect(exported.stderr).toContain("predicted by the model's exported form (boosting)");
    const byTeam = await home.coaxial('predict', model, PENGUINS, '--proba', '--by', 'team');
    expect(byTeam).toMatchObject({ code: 0, stdout: expectedModel });
    expect(byTeam.stderr).toContain(`team trees (trees@example.org), who serves boosting on queue ${QUEUE}`);
  });

  it('says whom to call where nobody predicts, and waits, until a worker comes or Ctrl-C', async () => {
    await team.end();
    const waiting = new CoaxialProcess(home.folder, ['predict', model, PENGUINS, '--proba', '--by', 'team'], home.env);
    const leaving = new CoaxialProcess(home.folder, ['predict', model, PENGUINS, '--by', 'team'], home.env);
    await waiting.says(/nobody serves paradigm boosting: .* call team trees \(trees@example\.org\)/);
    await leaving.says(/nobody serves paradigm boosting/);
    leaving.process.kill('SIGINT');
    expect(await leaving.ended).toBe(130);
    expect(leaving.stdout).toBe('');
    team = await home.startParadigms(QUEUE, 'boosting');
    expect(await waiting.ended).toBe(0);
    expect(waiting.stdout).toBe(expectedModel);
  });

  it('is left out where the search goes on without it: its trials fail, another paradigm is delivered', async () => {
    const rest = { target: 'sex', axes: ['hyperparameters'], paradigms: ['tree', 'boosting'], maxTrials: 60 };
    const input: SearchInput = { data: PENGUINS, onTrouble: 'skip', ...rest };
    const handle = await begin(home, 'without', input);
    await eventually('a trial of boosting', async () =>
      (await progressOf(handle)).leaders.some(({ paradigm }) => paradigm === 'boosting'),
    );
    await team.end('SIGKILL');
    const result = (await handle.result()) as SearchResult;
    expect(result.best.paradigm).toBe('tree');
    expect(result.warnings).toContain(`left out: ${NOBODY}`);
    expect(result.failures).toMatchObject([{ paradigm: 'boosting', code: 'module', reason: NOBODY }]);
  });
});
