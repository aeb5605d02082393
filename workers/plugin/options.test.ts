import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Paradigm } from '../../training/paradigm/paradigm.js';
import { UserError } from '../../contracts/errors.js';
import type { ProjectSettings } from '../../contracts/search/settings.js';
import { openStore } from '../../storage/store.js';
import { axes } from '../../activities/axes/index.js';
import { registry } from '../../activities/paradigms/index.js';
import { loadSettingsNow, parseSettings } from '../settings/settings.js';
import { CoaxialPlugin, type CoaxialPluginOptions } from './plugin.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-options-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is thrown. */
function errorOf(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('the options', () => {
  it.each<[object, RegExp]>([
    [
      { serach: true },
      /there is no option serach; there are axes, paradigms, search, trials, project, store, build, p/,
    ],
    [{ axes: 'features' }, /axes: it is not a list, such as \["features"\]/],
    [
      { axes: ['features', undefined] },
      /axes.1: it is neither the name of an axis of this release nor what defineAxis/,
    ],
    [{ axes: [{ name: 'features' }] }, /axes.0: it is neither the name/],
    [{ paradigms: 'linear' }, /paradigms: it is neither a list of ids .* nor an object of definitions by their ids/],
    [{ paradigms: [registry.linear] }, /paradigms: it is neither/],
    [{ paradigms: { linear: 'linear' } }, /paradigms: it is neither/],
    [{ search: 'yes' }, /search: .*expected boolean, received string/],
    [{ trials: 4 }, /trials: .*expected boolean, received number/],
    [{ project: { trials: {} } }, /project: it is neither the path of temporal.yaml nor \{ settings, root \}/],
    [{ project: '' }, /project: /],
    [{ store: 5 }, /store: it is neither a folder nor what openStore gives/],
    [{ store: { root: '/tmp' } }, /store: it is neither/],
    [{ build: 1.1 }, /build: .*expected string, received number/],
    [{ pinned: 'v1' }, /pinned: .*expected boolean/],
    [{ axes: 1, store: 2 }, /axes: .*; store: /],
    [null as unknown as object, /expected object, received null/],
    ['features' as unknown as object, /expected object, received string/],
  ])('are refused on one line that names them: %j', (given, message) => {
    const error = errorOf(() => new CoaxialPlugin(given));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(/^CoaxialPlugin: [^\n]+$/);
    expect(error.message).toMatch(message);
  });

  it('may be whatever their types say', () => {
    const settings = parseSettings('', '');
    const own = Object.create(registry.linear!, { id: { value: 'own' } }) as Paradigm & { id: string };
    const given: CoaxialPluginOptions[] = [
      { axes, trials: false, search: undefined },
      { axes: ['features', ...axes], project: loadSettingsNow(), store: openStore(folder) },
      { paradigms: registry, project: { settings, root: folder }, build: '1.1', pinned: true },
      { paradigms: ['linear', own] },
    ];
    for (const one of given) expect(() => new CoaxialPlugin(one)).not.toThrow();
  });

  it('have the settings of a project at their defaults, where it says nothing of them', () => {
    const project = { settings: {} as ProjectSettings, root: folder };
    const plugin = new CoaxialPlugin({ trials: true, project, store: folder });
    expect(plugin.configureWorker({ taskQueue: 'trials' }).maxConcurrentActivityTaskExecutions).toBe(4);
  });
});

describe('the store', () => {
  it.each<[string, (file: string) => CoaxialPluginOptions, RegExp]>([
    ['the option', (file) => ({ store: file }), /^CoaxialPlugin: store: \/.*a-file is not a folder$/],
    [
      'a folder in a file',
      (file) => ({ store: join(file, 'store') }),
      /^CoaxialPlugin: store: .*store cannot be made: .*a-file is not a folder$/,
    ],
    [
      'temporal.yaml',
      (file) => ({ project: { settings: parseSettings(`store: { path: ${file} }`, ''), root: folder } }),
      /^temporal.yaml: store.path: \/.*a-file is not a folder$/,
    ],
  ])('is a folder: not where it is a file, by %s', async (_by, given, message) => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const plugin = new CoaxialPlugin({ search: true, ...given(file) });
    const error = errorOf(() => plugin.configureWorker({ taskQueue: 'search' }));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(message);
  });
});
