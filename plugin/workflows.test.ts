import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as workflows from '../workflows/index.js';
import type * as Plugin from './plugin.js';
import { NAMES } from './workflows.js';

// The built one: it names built files.
const { CoaxialPlugin } = (await import(new URL('../dist/plugin/plugin.js', import.meta.url).href)) as typeof Plugin;

const BUILT = resolve(import.meta.dirname, '../dist/workflows/index.js');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-app-'));
  await mkdir(join(folder, 'temporary'));
  process.env.TMPDIR = join(folder, 'temporary');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Bundles an app's workflows with the plugin. */
async function bundle(source: string, file = 'workflows.js'): Promise<string> {
  const path = join(folder, file);
  await writeFile(path, source);
  // Both a worker and its connection may name a plugin.
  const plugin = new CoaxialPlugin({ search: true });
  const logger = new DefaultLogger('ERROR', () => undefined);
  const { code } = await bundleWorkflowCode({ workflowsPath: path, plugins: [plugin, plugin], logger });
  return code;
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

  it('may export ours itself', async () => {
    const code = await bundle(`export * from ${JSON.stringify(BUILT)}; export async function own() {}`);
    expect(code).toContain('pseudoJointSearch');
  });
});
