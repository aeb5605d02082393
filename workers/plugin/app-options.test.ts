import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSettings } from '../settings/settings.js';
import { CoaxialPlugin, type CoaxialPluginOptions } from './plugin.js';

let folder: string;
const warnings: string[] = [];
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('WARN', ({ message }) => warnings.push(message)) });
  folder = await mkdtemp(join(tmpdir(), 'coaxial-plugin-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the data converter', () => {
  const ours = /plugin[\\/]payload-converter.cjs$/;

  it("is given to workers and clients, and leaves the app's own as it is", () => {
    const codecs = { payloadCodecs: [] };
    const own = { payloadConverterPath: '/app/converter.js' };
    const plugin = new CoaxialPlugin();
    for (const configure of [
      (options: object) => plugin.configureClient(options),
      (options: object) => plugin.configureWorker({ taskQueue: 'any', ...options }),
      (options: object) => plugin.configureReplayWorker(options),
    ]) {
      expect(configure({}).dataConverter?.payloadConverterPath).toMatch(ours);
      expect(configure({ dataConverter: codecs }).dataConverter).toMatchObject(codecs);
      expect(configure({ dataConverter: codecs }).dataConverter?.payloadConverterPath).toMatch(ours);
      expect(configure({ dataConverter: own }).dataConverter).toBe(own);
    }
  });
});

describe('a worker of which no module is named', () => {
  const configure = (plugin: CoaxialPlugin, options: Partial<WorkerOptions> = {}): WorkerOptions =>
    plugin.configureWorker({ taskQueue: 'rock', ...options });

  it.each<CoaxialPluginOptions>([{}, { search: false, axes: [] }, { store: '/tmp', paradigms: {} }])(
    'is refused where there are options: %j',
    (given) => {
      expect(() => configure(new CoaxialPlugin(given))).toThrow(
        'serves no module: name axes, paradigms, trials: true or search: true',
      );
    },
  );

  it('is warned of where there are none, unless a connection names the plugin', () => {
    const before = warnings.length;
    configure(new CoaxialPlugin());
    expect(warnings.slice(before)).toEqual([
      expect.stringMatching(/without options gives the worker of rock its data converter, and no module: name axes/),
    ]);
    for (const plugin of [new CoaxialPlugin(), new CoaxialPlugin({})]) {
      const connection = { plugins: [plugin] } as unknown as NativeConnection;
      for (const taskQueue of ['rock', 'search']) configure(plugin, { connection, taskQueue });
    }
    expect(warnings).toHaveLength(before + 1);
  });
});

describe('workflows', () => {
  const search = (options: Partial<WorkerOptions>): WorkerOptions =>
    new CoaxialPlugin({
      project: { settings: parseSettings('', 'temporal.yaml'), root: folder },
      store: folder,
      search: true,
    }).configureWorker({ taskQueue: 'search', ...options });

  it('are those that come built, where the app has none', () => {
    expect(search({}).workflowBundle).toEqual({ codePath: expect.stringMatching(/workflows[\\/]bundle.js$/) });
  });

  it("are bundled where the app has a payload converter of its own, or beside the app's", () => {
    const own = search({ dataConverter: { payloadConverterPath: '/app/converter.js' } });
    expect(own.workflowBundle).toBeUndefined();
    expect(own.workflowsPath).toMatch(/workflows[\\/]index.js$/);
    expect(search({ workflowsPath: '/app/workflows.js' }).workflowsPath).toBe('/app/workflows.js');
  });

  it("have to be in an app's own bundle", () => {
    const names = 'sequentialSearch pseudoJointSearch jointSearch compareStrategies predictRemotely callActivity';
    for (const code of ['exports.churnReport = 1', names]) {
      expect(() => search({ workflowBundle: { code } })).toThrow(
        /the workflowBundle lacks the workflows of coaxial@.*: make it by bundleWorkflowCode/,
      );
    }
    const ours = search({}).workflowBundle;
    expect(search({ workflowBundle: ours }).workflowBundle).toBe(ours);
  });
});
