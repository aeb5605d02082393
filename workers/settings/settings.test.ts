import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_AXES } from '../../contracts/module/axis-name.js';
import { BUILT_IN_PARADIGMS } from '../../contracts/candidate/paradigm.js';
import { loadSettings, parseSettings, storeFolder } from './settings.js';

const refusal = (text: string): string => {
  try {
    parseSettings(text, 'temporal.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('was not refused');
};

describe('a mistake is reported with its line', () => {
  test('of an unknown setting, at any depth', () => {
    expect(refusal('trials:\n  queue: t\n  thread: 2\n')).toBe(
      'temporal.yaml:3: trials.thread: there is no such setting',
    );
    expect(refusal('store:\n  path: x\naxis: {}\n')).toBe('temporal.yaml:3: axis: there is no such setting');
  });

  test('of an axis or paradigm that is not there', () => {
    expect(refusal('axes:\n  features: {}\n  feature:\n    team: x\n')).toMatch(
      /^temporal.yaml:3: axes.feature: there is no such name; there are paradigm, features/,
    );
    expect(refusal('paradigms:\n\n  Boosting: {}\n')).toMatch(/^temporal.yaml:3: paradigms.Boosting: .*boosting/);
  });

  test('of a wrong value', () => {
    expect(refusal('trials:\n  threads: many\n')).toMatch(/^temporal.yaml:2: trials.threads: .*number/);
    expect(refusal('axes:\n  features:\n    retry: {attempts: -1}\n')).toMatch(
      /^temporal.yaml:3: axes.features.retry.attempts/,
    );
    expect(refusal('data:\n  roots:\n    - a\n    - 7\n')).toMatch(/^temporal.yaml:4: data.roots.1: .*string/);
  });

  test('of a size that no store could have', () => {
    expect(refusal('store:\n  maxGigabytes: 0\n')).toMatch(/^temporal.yaml:2: store.maxGigabytes: .*>0/);
    expect(refusal('store:\n  maxGigabytes: 10GB\n')).toMatch(/^temporal.yaml:2: store.maxGigabytes: .*number/);
  });

  test('of the text itself', () => {
    expect(refusal('data:\n  roots: [a\n')).toMatch(/^temporal.yaml:\d: /);
    expect(refusal('trials:\n  queue: a\n  queue: b\n')).toMatch(/^temporal.yaml:3: .*unique/);
    expect(refusal('- a\n')).toMatch(/^temporal.yaml:1: .*object/);
  });

  test('all at once, in the order of the lines', () => {
    expect(
      refusal('trials: {threads: 0}\nx: 1\naxes: {y: {}}\n')
        .split('; ')
        .map((part) => part.slice(0, 15)),
    ).toEqual(['temporal.yaml:1', 'temporal.yaml:2', 'temporal.yaml:3', 'there are parad']);
  });
});

describe('the file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coaxial-settings-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('is the one that COAXIAL_CONFIG names, and relative paths start at its folder', async () => {
    process.env.COAXIAL_CONFIG = join(folder, 'ours.yaml');
    try {
      await expect(loadSettings()).rejects.toMatchObject({ code: 'InvalidSettings' });
      await writeFile(join(folder, 'ours.yaml'), 'store: {path: here}\n');
      const loaded = await loadSettings();
      expect(loaded).toMatchObject({ root: folder, file: join(folder, 'ours.yaml') });
      expect(storeFolder(loaded, '/home')).toBe(join(folder, 'here'));
    } finally {
      delete process.env.COAXIAL_CONFIG;
    }
  });

  test('may be empty', () => {
    const settings = parseSettings('# nothing\n', 'temporal.yaml');
    expect(settings.trials.queue).toBe('trials');
    expect(settings.store).toEqual({ maxGigabytes: 50 });
  });

  test('may say the same of several modules at once', () => {
    const settings = parseSettings('axes:\n  a: &ours { queue: ours, team: us }\n  b: *ours\n', 'temporal.yaml');
    expect(settings.axes.b).toEqual(settings.axes.a);
  });

  test('leaves queues to whoever owns them', () => {
    const refused = (text: string): string => {
      try {
        parseSettings(text, 'temporal.yaml');
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refused('axes:\n  mine:\n    team: data\n    queue: trials\n')).toBe(
      'temporal.yaml:4: axes.mine.queue: trials is the queue of trial workers: choose another',
    );
    expect(refused('trials: { queue: fits }\nparadigms:\n  gbm: { queue: fits }\n')).toMatch(/:3: .* of trial workers/);
    const two = 'axes:\n  a: { team: data, queue: ours }\nparadigms:\n  b: { team: models, queue: ours }\n';
    expect(refused(two)).toBe(
      'temporal.yaml:4: paradigms.b.queue: ours is the queue of axes.a of team data, whose workers would take the tasks of team models',
    );
    expect(refused(two.replace('models', 'data'))).toBe('');
  });

  test('of this repository names every axis and paradigm', async () => {
    const { settings } = await loadSettings('temporal.yaml');
    // A team that makes a module here adds its own.
    expect(Object.keys(settings.axes)).toEqual(expect.arrayContaining([...BUILT_IN_AXES]));
    expect(Object.keys(settings.paradigms)).toEqual(expect.arrayContaining([...BUILT_IN_PARADIGMS]));
    expect(settings.data.roots).toEqual(['examples/data']);
  });
});
