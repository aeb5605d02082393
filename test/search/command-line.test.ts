import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { searchResultSchema } from '../../contracts/search/search.js';
import { isAlive } from '../../storage/files/is-alive.js';
import { TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

let home: TestHome;

beforeAll(async () => {
  home = await TestHome.open();
});
afterAll(() => home.close());

describe('coaxial search', () => {
  it('delivers a model that predicts, a report, and one line of JSON', async () => {
    const ended = await home.coaxial(
      'search',
      'examples/data/penguins.csv',
      '--target',
      'species',
      '--max-trials',
      '20',
      '--id',
      'first',
      '--json',
    );
    expect(ended).toMatchObject({ code: 0 });
    const result = JSON.parse(ended.stdout) as Record<string, unknown>;
    expect(ended.stdout.trim().split('\n')).toHaveLength(1);
    expect(Object.keys(result)).toEqual([
      'searchId',
      'strategy',
      'task',
      'metric',
      'seed',
      'seconds',
      'trials',
      'cvScore',
      'holdoutScore',
      'holdoutReads',
      'holdoutSeen',
      'best',
      'model',
      'report',
      'stopped',
      'axes',
      'repeats',
      'failures',
      'warnings',
      'data',
    ]);
    expect(result).toMatchObject({
      searchId: 'first',
      task: 'multiclass',
      metric: 'log-loss',
      trials: { total: 20, reused: 0, failed: 0 },
    });
    expect(result.holdoutScore).toBeLessThan(0.3);
    const report = await readFile(result.report as string, 'utf8');
    expect(report).toContain('Predicting species from penguins.csv');

    const out = join(home.folder, 'predictions.csv');
    const predicted = await home.coaxial(
      'predict',
      result.model as string,
      'examples/data/penguins.csv',
      '--proba',
      '--out',
      out,
    );
    expect(predicted).toMatchObject({ code: 0 });
    const lines = (await readFile(out, 'utf8')).trim().split('\n');
    expect(lines[0]).toBe('prediction,proba_Adelie,proba_Chinstrap,proba_Gentoo');
    expect(lines).toHaveLength(345);
    const truth = (await readFile('examples/data/penguins.csv', 'utf8')).trim().split('\n').slice(1);
    const right = truth.filter((line, i) => line.split(',')[0] === lines[i + 1].split(',')[0]);
    expect(right.length / truth.length).toBeGreaterThan(0.95);
  });

  it('says with the result how the data were read, as the status and --explain do', async () => {
    const explained = await home.coaxial(
      'search',
      'examples/data/penguins.csv',
      '--target',
      'species',
      '--explain',
      '--json',
    );
    const { data } = JSON.parse(explained.stdout) as { data: { columns: { name: string; reading: string }[] } };
    expect(data.columns.map(({ name }) => name)).toContain('bill_length_mm');
    const { stdout } = await home.coaxial('status', 'first', '--json');
    expect((JSON.parse(stdout) as { data: unknown }).data).toEqual(data);
    const report = await readFile((await home.store.searches.readResult('first'))!.report, 'utf8');
    for (const { reading } of data.columns) expect(report).toContain(reading);
  });

  it('stops what it started', async () => {
    // The workers' logs name their processes' ends by being closed: ask the attempts' log for their ids instead.
    const workers = new Set<number>();
    for await (const key of home.store.trials.keys()) {
      const path = join(home.store.root, 'trials', key.slice(0, 2), `${key.slice(2)}.attempts`);
      // Brief trials have no log.
      const log = await readFile(path, 'utf8').catch(() => null);
      if (log === null) continue;
      const [first] = log.trim().split('\n');
      workers.add(Number((JSON.parse(first) as { worker: string }).worker.split('@')[0]));
    }
    expect(workers.size).toBe(1);
    expect([...workers].filter(isAlive)).toEqual([]);
  });

  it('gives the same search again from a warm store, and says so', async () => {
    const again = await home.coaxial(
      ...['search', 'examples/data/penguins.csv', '--target', 'species'],
      ...['--max-trials', '20', '--id', 'again', '--json'],
    );
    const first = searchResultSchema.parse(await home.store.searches.readResult('first'));
    const result = JSON.parse(again.stdout) as typeof first;
    expect(result.trials).toEqual({ total: 20, reused: 20, failed: 0 });
    expect(result).toMatchObject({ cvScore: first.cvScore, holdoutScore: first.holdoutScore });
    expect(result.best).toEqual(expect.objectContaining({ hyperparameters: first.best.hyperparameters }));
  });

  it.each([
    [['nowhere.csv', '--target', 'species'], /nowhere\.csv/],
    [['examples/data/penguins.csv', '--target', 'kind'], /kind is not a column; there are species, island/],
    [
      ['examples/data/penguins.csv', '--target', 'species', '--metric', 'rmse'],
      /rmse does not measure a multiclass task/,
    ],
    [['examples/data/penguins.csv', '--target', 'species', '--max-time', 'soon'], /soon/],
    [['examples/data/penguins.csv', '--target', 'species', '--axes', 'colour'], /colour/],
  ])('refuses %j before anything starts', async (args, message) => {
    const ended = await home.coaxial('search', ...args);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });
});

describe('coaxial search --strategy all', () => {
  const cheap = ['--paradigms', 'naive-bayes,linear,tree'];

  it('runs each strategy on the same budget, and delivers the best in cross-validation', async () => {
    const out = join(home.folder, 'best');
    const ended = await home.coaxial(
      ...['search', 'examples/data/penguins.csv', '--target', 'species', ...cheap, '--strategy', 'all'],
      ...['--max-trials', '20', '--id', 'compared', '--out', out],
    );
    expect(ended).toMatchObject({ code: 0 });
    for (const strategy of ['sequential', 'pseudo-joint', 'joint']) {
      expect(ended.stdout).toMatch(new RegExp(`${strategy}.* 20 .* compared-${strategy}`));
      const result = await home.store.searches.readResult(`compared-${strategy}`);
      expect(result).toMatchObject({ strategy, trials: { total: 20 } });
    }
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('Predicting species');
  });

  it('has a status of its own, and one for each strategy', async () => {
    const ended = await home.coaxial('status', 'compared', '--json');
    const { strategies, status } = JSON.parse(ended.stdout) as Record<string, Record<string, unknown>[]>;
    expect(status).toBe('completed');
    expect(strategies.map(({ strategy }) => strategy)).toEqual(['sequential', 'pseudo-joint', 'joint']);
    expect(new Set(strategies.map(({ status }) => status))).toEqual(new Set(['completed']));
  });
});

describe('coaxial predict', () => {
  const model = async (): Promise<string> => (await home.store.searches.readResult('first'))!.model;

  it('predicts rows with missing values and unseen categories, and ignores other columns', async () => {
    const file = join(home.folder, 'rows.csv');
    await writeFile(
      file,
      'extra,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year\n1,Atlantis,,17.4,,,,2008\n',
    );
    const { code, stdout, stderr } = await home.coaxial('predict', await model(), file);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(['prediction', expect.stringMatching(/^(Adelie|Chinstrap|Gentoo)$/)]);
    expect(stderr).toContain('extra');
  });

  it('names a column that is missing', async () => {
    const file = join(home.folder, 'narrow.csv');
    await writeFile(file, 'island,sex\nDream,male\n');
    const { code, stderr } = await home.coaxial('predict', await model(), file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/narrow\.csv lacks the .*bill_length_mm/);
  });
});
