import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Command } from 'commander';
import { reportError } from './report-error.js';
import { createProgram, type Run } from './program.js';
import { OPTION_FIELDS, optionName } from '../contracts/search/search-options.js';
import { searchInput, type SearchOptions } from './commands/search/options.js';

/** Runs a command line but for its command, of which the name and the arguments are noted. */
async function run(...words: string[]): Promise<{ code: number; called: unknown[]; said: string }> {
  const called: unknown[] = [];
  let said = '';
  const write = (text: unknown): boolean => {
    said += String(text);
    return true;
  };
  const spies = [
    jest.spyOn(process.stderr, 'write').mockImplementation(write),
    jest.spyOn(process.stdout, 'write').mockImplementation(write),
  ];
  let code = -1;
  const note: Run =
    () =>
    (...args: unknown[]) => {
      const command = args.pop() as Command;
      called.push(command.name(), ...args);
      code = 0;
      return Promise.resolve();
    };
  try {
    await createProgram(note).parseAsync(['node', 'coaxial', ...words]);
  } catch (error) {
    code = reportError(error);
  }
  spies.forEach((spy) => spy.mockRestore());
  return { code, called, said };
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a command line', () => {
  test('with every option becomes the input of a workflow', async () => {
    const { called } = await run(
      ...['search', 'a.csv', '--target', 'y', '--strategy', 'sequential', '--task', 'binary', '--metric', 'f1'],
      ...['--max-trials', '20', '--max-time', '90s', '--axes', 'features, paradigm', '--paradigms', 'linear,boosting'],
      ...['--seed', '7', '--warm-start', 'earlier', '--type', 'zip=categorical', '--id', 'x', '--out', 'o', '--json'],
    );
    expect(called.slice(0, 2)).toEqual(['search', 'a.csv']);
    expect(searchInput(called[2] as SearchOptions, 'sha256:1', 'a.csv')).toEqual({
      data: 'sha256:1',
      dataName: 'a.csv',
      target: 'y',
      task: 'binary',
      metric: 'f1',
      maxTrials: 20,
      maxTime: '90s',
      axes: ['features', 'paradigm'],
      paradigms: ['linear', 'boosting'],
      types: ['zip=categorical'],
      warmStart: 'earlier',
      seed: 7,
    });
  });

  test('has an option for each field of the input', () => {
    const search = createProgram(() => () => Promise.resolve()).commands.find(
      (command) => command.name() === 'search',
    )!;
    const options = search.options.map(({ long }) => long);
    expect(options).toEqual(expect.arrayContaining(OPTION_FIELDS.map(optionName)));
  });

  test('says only what was asked for', async () => {
    const { called } = await run('search', 'a.csv', '--target', 'y');
    expect(searchInput(called[2] as SearchOptions, 'd', 'a.csv')).toEqual({
      data: 'd',
      dataName: 'a.csv',
      target: 'y',
      task: 'auto',
    });
  });

  test.each([
    [['search', 'a.csv'], /--target <column>' not specified/],
    [['search', '--target', 'y'], /missing required argument 'data'/],
    [['search', 'a.csv', '--target', 'y', '--max-time', 'soon'], /--max-time .*'soon'.* 90s, 5m or 1h30m/],
    [['search', 'a.csv', '--target', 'y', '--max-trials', '0'], /--max-trials .* whole number from 1/],
    [['search', 'a.csv', '--target', 'y', '--max-trials', '2.5'], /whole number/],
    [['search', 'a.csv', '--target', 'y', '--axes', ','], /Names are needed, with commas between them/],
    [['search', 'a.csv', '--target', 'y', '--on-trouble', 'cry'], /Allowed choices are wait, skip/],
    [['search', 'a.csv', '--target', 'y', '--paradigms', ','], /Names are needed/],
    [['search', 'a.csv', '--target', 'y', '--metric', 'speed'], /Allowed choices are log-loss/],
    [['search', 'a.csv', '--target', 'y', '--strategy', 'random'], /Allowed choices are sequential/],
    [['search', 'a.csv', '--target', 'y', '--seed', '-1'], /whole number from 0/],
    [['search', 'a.csv', '--target', 'y', '--tarjet', 'z'], /Did you mean --target/],
    [['serch'], /Did you mean search/],
    [['extend', 'id', '--max-trials', '+'], /--max-trials .*\+200 for 200 more/],
    [['extend', 'id', '--max-time', 'soon'], /--max-time .*\+10m for 10 minutes more/],
    [['resume'], /missing required argument 'search-id'/],
    [['predict', 'model'], /missing required argument 'data'/],
  ])('%j is refused', async (words, message) => {
    const { code, called, said } = await run(...words);
    expect(said).toMatch(message);
    expect(said).toMatch(/^error: /);
    expect(code).toBe(2);
    expect(called).toEqual([]);
  });

  test('of the other commands reaches them', async () => {
    expect((await run('predict', 'm', 'd.csv', '--proba', '--out', 'o.csv')).called).toEqual(
      expect.arrayContaining(['predict', 'm', 'd.csv', { proba: true, out: 'o.csv' }]),
    );
    expect((await run('worker', 'features', 'paradigm')).called[1]).toEqual(['features', 'paradigm']);
    expect((await run('worker')).called[1]).toEqual([]);
    expect((await run('status', 'id', '--json')).called.slice(1, 3)).toEqual(['id', { json: true }]);
    const resume = ['resume', 'id', '--json', '--out', 'o', '--detach'];
    expect((await run(...resume)).called).toEqual(['resume', 'id', { json: true, out: 'o', detach: true }]);
    const extend = ['extend', 'id', '--max-trials', '+5', '--max-time', 'none'];
    expect((await run(...extend)).called).toEqual([
      'extend',
      'id',
      { maxTrials: { more: 5 }, maxTime: { whole: null } },
    ]);
    expect((await run('pause', 'id')).called).toEqual(['pause', 'id', {}]);
    expect((await run('stop', 'id', '--json')).called).toEqual(['stop', 'id', { json: true }]);
    expect((await run('list')).called).toEqual(['list', {}]);
  });

  test('of the store too', async () => {
    expect((await run('store', 'stats', '--json')).called.slice(0, 2)).toEqual(['stats', { json: true }]);
    expect((await run('store', 'verify')).called[0]).toBe('verify');
    const gc = await run('store', 'gc', '--max-size', '1.5GB', '--dry-run');
    expect(gc.called.slice(0, 2)).toEqual(['gc', { maxSize: 1.5e9, dryRun: true }]);
    expect(await run('store', 'gc', '--max-size', 'little')).toMatchObject({ code: 2, called: [] });
  });

  test('asking for the version or for help is not an error', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, said: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(await run('search', '--help')).toMatchObject({ code: 0, said: expect.stringContaining('--max-time') });
  });
});

test('a target or type that no file could have is named by its option', () => {
  const options = { target: '', strategy: 'sequential', type: ['zip'] } as unknown as SearchOptions;
  expect(() => searchInput(options, 'd', 'a.csv')).toThrow(/--target: .*--type: write column=numeric/);
});
