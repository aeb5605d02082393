import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkerOptions } from '@temporalio/worker';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { defineAxis, defineParadigm } from '../../define.js';
import { parseSettings } from '../settings/settings.js';
import { CoaxialPlugin, type CoaxialPluginOptions } from './plugin.js';

const YAML = `
axes:
  features: { team: rock, contact: rock@example.org, queue: rock, concurrency: 3, rateLimit: 7 }
  transforms: { queue: rock, concurrency: 4, rateLimit: 5, version: { build: '1.0', deployment: stones } }
  versioned: { queue: own, version: {} }
paradigms:
  ridge: { queue: ridges }
trials: { concurrency: 6 }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-plugin-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the plugin makes of a worker's options. */
function configured(given: CoaxialPluginOptions, options: Partial<WorkerOptions> = {}): WorkerOptions {
  const project = { settings: parseSettings(YAML, 'temporal.yaml'), root: folder };
  return new CoaxialPlugin({ project, store: folder, ...given }).configureWorker({ taskQueue: 'rock', ...options });
}

const names = ({ activities }: WorkerOptions): string[] => Object.keys(activities ?? {}).sort();

const axis = (name: string, activity: string) =>
  defineAxis({
    name,
    activity,
    order: 1,
    share: 1,
    state: z.null(),
    first: () => null,
    advance: ({ state }) => ({ state, candidates: [], converged: true, note: '' }),
  });

const paradigm = (module?: string) =>
  defineParadigm({
    id: 'ridge',
    version: 1,
    tasks: ['regression'],
    hyperparameters: {},
    model: z.null(),
    module,
    fit: ({ x }) => ({ meta: null, importances: new Float64Array(x.columns) }),
    predict: (_, x) => new Float64Array(x.rows),
  });

describe('activities', () => {
  it.each<[CoaxialPluginOptions, string, string[]]>([
    [{ axes: ['features', 'transforms'] }, 'rock', ['chooseTransforms', 'describeAxis', 'eliminateFeatures']],
    [{ axes: [axis('versioned', 'go')], build: '2' }, 'own', ['describeAxis', 'go']],
    [{ trials: true }, 'trials', ['evaluateTrials', 'trainModel']],
    [{ paradigms: [paradigm('file:///ridge.js')] }, 'ridges', ['describeParadigm', 'fitPredict', 'predictWithModel']],
  ])('are exactly those of the modules that are named, and the app’s: %#', (given, taskQueue, expected) => {
    const own = (): Promise<void> => Promise.resolve();
    const { activities } = configured(given, { taskQueue, activities: { own } });
    expect(Object.keys(activities!).sort()).toEqual(expect.arrayContaining([...expected, 'own'].sort()));
    if (!given.trials) expect(Object.keys(activities!)).toHaveLength(expected.length + 1);
    expect(activities).toMatchObject({ own });
  });

  it.each<[string, CoaxialPluginOptions, Partial<WorkerOptions>, string]>([
    ["the app's and ours", { axes: ['features'] }, { activities: { describeAxis: () => 1 } }, 'describeAxis'],
    ['of two axes', { axes: ['features', axis('transforms', 'eliminateFeatures')] }, {}, 'eliminateFeatures'],
    ['of an axis that calls its own so', { axes: [axis('features', 'describeAxis')] }, {}, 'describeAxis'],
  ])('never take the place of one another: %s', (_what, given, options, name) => {
    expect(() => configured(given, options)).toThrow(`the worker has two activities ${name}`);
  });

  it('are registered once, where a connection names the same plugin too', () => {
    const plugin = new CoaxialPlugin({
      axes: ['features'],
      project: { settings: parseSettings(YAML, ''), root: folder },
      store: folder,
    });
    const once = plugin.configureWorker({ taskQueue: 'rock', activities: { own: () => 1 } });
    expect(plugin.configureWorker({ ...once })).toEqual(once);
  });

  it.each<[CoaxialPluginOptions, RegExp]>([
    [{ axes: ['featurs'] }, /featurs is not an axis of this release, which has paradigm, features, /],
    [{ paradigms: ['ridge'] }, /ridge is not a paradigm of this release, which has naive-bayes, /],
    [{ axes: ['features', 'joint', 'features'] }, /^axis features is named twice$/],
    [{ paradigms: ['linear', 'linear'] }, /^paradigm linear is named twice$/],
    [{ paradigms: [paradigm()] }, /define it with module: import.meta.url/],
  ])('are of modules that there are: %#', (given, message) => {
    expect(() => configured(given)).toThrow(message);
  });
});

describe('the task queue', () => {
  it.each<[string, CoaxialPluginOptions, string, RegExp]>([
    [
      'another',
      { axes: ['features'] },
      'pop',
      /^searches call axis features on queue rock, but the worker polls pop, where no .* set axes.features.queue in t/,
    ],
    ['its own by default', { axes: ['joint'] }, 'rock', /^searches call axis joint on queue axis-joint, but/],
    [
      'two',
      { axes: ['features', 'joint'] },
      'rock',
      /one task queue, but searches call axis features on rock, call axis joint on axis-joint: make/,
    ],
    [
      'the workflows’',
      { search: true },
      'rock',
      /^searches run on queue search, but the worker polls rock, where no search would find it: have it poll search, or set search.queue in temporal.yaml$/,
    ],
    [
      'none',
      { paradigms: ['linear'] },
      'rock',
      /paradigm linear has no queue in temporal.yaml.* set paradigms.linear.queue/,
    ],
    [
      'that of trials',
      { trials: true },
      'rock',
      /^searches call trials on queue trials, but .* or set trials.queue in t/,
    ],
    [
      'two, one of them of searches',
      { search: true, trials: true },
      'search',
      /^a worker polls one task queue, but searches run on search, call trials on trials: make a worker for each/,
    ],
  ])('is the one that searches call: not %s', (_what, given, taskQueue, message) => {
    expect(() => configured(given, { taskQueue })).toThrow(message);
  });

  it.each<[string, CoaxialPluginOptions | undefined, (plugin: CoaxialPlugin) => Partial<WorkerOptions>]>([
    ['one that serves something else', { axes: ['joint'] }, () => ({})],
    ['one that serves nothing', undefined, () => ({})],
    ['two of which none serves them', { axes: ['joint'] }, () => ({ plugins: [new CoaxialPlugin({ trials: true })] })],
  ])('of searches is polled for them only, not with %s', (_what, given, others) => {
    const plugin = new CoaxialPlugin(given);
    expect(() => plugin.configureWorker({ taskQueue: 'search', ...others(plugin) })).toThrow(
      /^searches run on queue search, .*would take their tasks .*: set search: true, or have it poll another queue/,
    );
  });

  it('of searches may be polled by modules beside them', () => {
    const settings = parseSettings('axes: { joint: { queue: search } }', '');
    const project = { settings, root: folder };
    const searches = new CoaxialPlugin({ search: true, project, store: folder });
    const joint = new CoaxialPlugin({ axes: ['joint'], project, store: folder });
    const options = { taskQueue: 'search', plugins: [searches, joint] };
    expect(names(joint.configureWorker(searches.configureWorker(options)))).toContain('describeAxis');
  });

  it('is read from a file', async () => {
    const project = join(folder, 'temporal.yaml');
    await writeFile(project, YAML);
    expect(names(configured({ axes: ['features'], project }))).toContain('eliminateFeatures');
    expect(() => configured({ project: join(folder, 'other.yaml'), axes: ['features'] })).toThrow('there is no ');
  });
});

describe('limits', () => {
  it('are those of temporal.yaml, together, where the app sets none', () => {
    expect(configured({ axes: ['features', 'transforms'] })).toMatchObject({
      maxConcurrentActivityTaskExecutions: 7,
      maxTaskQueueActivitiesPerSecond: 5,
      maxHeartbeatThrottleInterval: '500ms',
      shutdownGraceTime: '2 seconds',
    });
    const own = { maxConcurrentActivityTaskExecutions: 1, shutdownGraceTime: '1 minute' } as const;
    expect(configured({ axes: ['features'] }, own)).toMatchObject({ ...own, maxTaskQueueActivitiesPerSecond: 7 });
    const tuner = {} as WorkerOptions['tuner'];
    expect(configured({ axes: ['features'] }, { tuner })).not.toHaveProperty('maxConcurrentActivityTaskExecutions');
  });
});

describe('versions', () => {
  it('make a worker a member of the deployment, but not on the queue of its build', () => {
    const version = { deploymentName: 'stones', buildId: '1.0' };
    expect(configured({ axes: ['features', 'transforms'] }).workerDeploymentOptions).toEqual({
      version,
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    });
    const pinned = configured({ axes: ['transforms'], pinned: true }, { taskQueue: 'rock@1.0' });
    expect(pinned.workerDeploymentOptions).toBeUndefined();
    const own = { version, useWorkerVersioning: false } as const;
    expect(configured({ axes: ['transforms'] }, { workerDeploymentOptions: own }).workerDeploymentOptions).toBe(own);
    expect(configured({ axes: ['features'] }).workerDeploymentOptions).toBeUndefined();
  });

  it.each([
    [{ pinned: true }, { build: '1.0', pinnedQueue: 'rock@1.0' }],
    [{}, { build: '1.0', pinnedQueue: null }],
    [
      { build: '3', pinned: true },
      { build: '3', pinnedQueue: 'rock@3' },
    ],
  ])('are told to searches, the queue of the build only where it is polled: %j', async (given, told) => {
    const { activities } = configured({ axes: ['transforms'], ...given });
    const { describeAxis } = activities as { describeAxis: (request: object) => Promise<object> };
    expect(await describeAxis({ axis: 'transforms', contracts: { from: 1, to: 9 } })).toMatchObject(told);
  });

  it.each<[CoaxialPluginOptions, string, RegExp]>([
    [{ axes: [axis('versioned', 'go')] }, 'own', /versioned has a version in temporal.yaml, but no build/],
    [
      { axes: ['features'], build: '2' },
      'rock',
      /build 2 is given, but temporal.yaml has no version for axis features/,
    ],
  ])('need a build, and a build a version: %#', (given, taskQueue, message) => {
    expect(() => configured(given, { taskQueue })).toThrow(message);
  });
});
