import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode, DefaultLogger, type BundlerPlugin } from '@temporalio/worker';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as workflows from '../../workflows/index.js';
import type * as Plugin from './plugin.js';
import { checkBundle, NAMES } from './workflows.js';

// The built one: it names built files.
const { CoaxialPlugin } = (await import(
  new URL('../../dist/workers/plugin/plugin.js', import.meta.url).href
)) as typeof Plugin;

const BUILT = resolve(import.meta.dirname, '../../dist/workflows/index.js');
const PUBLIC = resolve(import.meta.dirname, '../../dist/workflows/public.js');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-app-'));
  await mkdir(join(folder, 'temporary'));
  process.env.TMPDIR = join(folder, 'temporary');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Bundles an app's workflows with plugins. */
async function bundleWith(plugins: BundlerPlugin[], source: string, file = 'workflows.js'): Promise<string> {
  const path = join(folder, file);
  await writeFile(path, source);
  const logger = new DefaultLogger('ERROR', () => undefined);
  const { code } = await bundleWorkflowCode({ workflowsPath: path, plugins, logger });
  return code;
}

/** Bundles an app's workflows with the plugin. */
function bundle(source: string, file?: string): Promise<string> {
  // Both a worker and its connection may name a plugin.
  const plugin = new CoaxialPlugin({ search: true });
  return bundleWith([plugin, plugin], source, file);
}

/** Folders of entry modules. */
const leftovers = (): Promise<string[]> => readdir(join(folder, 'temporary'));

it('the names of our workflows are known', () => expect([...NAMES].sort()).toEqual(Object.keys(workflows).sort()));

describe("an app's bundle", () => {
  it.each([
    ['ES module', 'export async function churnReport() {}', 'app.js'],
    ['TypeScript', 'export async function churnReport(of: string): Promise<string> { return of; }', 'app.ts'],
    ['CommonJS module', 'exports.churnReport = async () => {};', 'app.cjs.js'],
  ])('has its own workflows, of a(n) %s, beside ours', async (_what, source, file) => {
    const code = await bundle(source, file);
    for (const name of ['churnReport', 'pseudoJointSearch', 'compareStrategies']) expect(code).toContain(name);
    // The strict payload converter.
    expect(code).toContain('which JSON has no form for');
    expect(await leftovers()).toEqual([]);
    expect(() => checkBundle({ code })).not.toThrow();
  });

  it.each([
    ['ES module', 'export async function jointSearch() {}'],
    ['re-export', "export * from './other.js'"],
    ['CommonJS module', 'exports.jointSearch = async () => {};'],
  ])('is not made with a workflow of the same name, of a(n) %s', async (_what, source) => {
    await writeFile(join(folder, 'other.js'), 'export const jointSearch = async () => {};');
    await expect(bundle(source)).rejects.toThrow(
      /workflows.js has a workflow jointSearch, and so has coaxial: give it another name/,
    );
  });

  it.each<[string, () => BundlerPlugin[], string]>([
    ['that calls searches', () => [], `export { search as own } from ${JSON.stringify(PUBLIC)}`],
    // Whose text has all names in it.
    ['that imports ours', () => [], `import * as ours from ${JSON.stringify(BUILT)}; export const own = () => ours;`],
    ['with a plugin for others', () => [new CoaxialPlugin()], 'export async function own() {}'],
  ])('is refused where it was made without ours: %s', async (_how, plugins, source) => {
    await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
    const code = await bundleWith(plugins(), source).finally(() => rm(join(folder, 'node_modules')));
    expect(() => checkBundle({ code })).toThrow(
      /lacks the workflows of coaxial@.*: make it by bundleWorkflowCode\(\{ .*plugins: \[new CoaxialPlugin/,
    );
  });

  it('may export ours itself', async () => {
    const code = await bundle(`export * from ${JSON.stringify(BUILT)}; export async function own() {}`);
    expect(code).toContain('pseudoJointSearch');
  });
});
