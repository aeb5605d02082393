import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { z } from 'zod';
import type { AxisState } from './catalogue.js';
import type { Source } from './doc-comments.js';

/** Of what states of axes share, beside contracts/. */
const SHARED = ['optimizers/bandit/improvement', 'optimizers/genetic/part-lineages', 'optimizers/transforms/change'];

/** Where schemas come from. */
export interface Sources {
  /** With the schemas that have names of their own, as definitions. */
  files: readonly Source[];
  states: readonly AxisState[];
}

/**
 * The source files of the schemas, beside what they export. An axis whose state has a schema exports it from its
 * `state.ts`, under a name that ends with `StateSchema`.
 *
 * @param root folder of the project, with its sources
 */
export async function readSources(root: string): Promise<Sources> {
  const contracts = (await readdir(join(root, 'contracts'), { recursive: true }))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => `contracts/${file.slice(0, -'.ts'.length).replaceAll(sep, '/')}`);
  const folders = await readdir(join(root, 'activities/axes'), { recursive: true });
  const axes = folders.flatMap((path) => /^([a-z][a-z0-9-]*)[\\/]state\.ts$/.exec(path)?.[1] ?? []).sort();
  const files = await Promise.all([...contracts.sort(), ...SHARED].map((name) => readSource(root, name)));
  const states = await Promise.all(axes.map((axis) => readSource(root, `activities/axes/${axis}/state`)));
  return {
    files: [...files, ...states],
    states: states.map((source, i) => ({ axis: axes[i], schema: stateSchema(source) })),
  };
}

async function readSource(root: string, name: string): Promise<Source> {
  return {
    path: `${name}.ts`,
    text: await readFile(join(root, `${name}.ts`), 'utf8'),
    exports: (await import(`../../${name}.js`)) as Record<string, unknown>,
  };
}

function stateSchema({ path, exports }: Source): z.ZodType {
  const found = Object.entries(exports).filter(([name]) => name.endsWith('StateSchema'));
  if (found.length !== 1) {
    throw new Error(`${path}: it exports ${found.length} schemas named …StateSchema, and one is needed: of the state`);
  }
  return found[0][1] as z.ZodType;
}
