import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BundleOptions, WorkflowBundleOption } from '@temporalio/worker';
import type { Compilation, Compiler, WebpackPluginInstance } from 'webpack';
import { UserError } from '../../contracts/errors.js';
import { CALL_ACTIVITY } from '../../contracts/search/activity-call.js';
import { PREDICT_REMOTELY } from '../../contracts/search/remote-prediction.js';
import { COMPARISON, STRATEGIES } from '../../contracts/search/strategy.js';
import { RELEASE } from '../process/release.js';

/** The workflows of this release, built, and as one bundle. */
const FOLDER = fileURLToPath(new URL('../../workflows/', import.meta.url));
export const WORKFLOWS = fileURLToPath(new URL('../../workflows/index.js', import.meta.url));
/** The payload converter of the bundle. */
export const CONVERTER = fileURLToPath(new URL('./payload-converter.cjs', import.meta.url));
export const BUNDLE = fileURLToPath(new URL('../../workflows/bundle.js', import.meta.url));

export const NAMES: readonly string[] = [...Object.values(STRATEGIES), COMPARISON, PREDICT_REMOTELY, CALL_ACTIVITY];

/**
 * An export of each bundle that is made with the plugin, to recognise it. The workflows' own names are not sufficient:
 * they are also in the text of a bundle that only imports them.
 */
const MARK = `workflows of coaxial@${RELEASE}`;

/** @throws UserError if an app's own bundle does not have the workflows of this release */
export function checkBundle(bundle: WorkflowBundleOption): void {
  if ('codePath' in bundle && bundle.codePath === BUNDLE) return;
  const code = 'code' in bundle ? bundle.code : readFileSync(bundle.codePath, 'utf8');
  if (code.includes(MARK)) return;
  throw new UserError(
    'InvalidInput',
    `the workflowBundle lacks the ${MARK}: make it by ` +
      'bundleWorkflowCode({ workflowsPath, plugins: [new CoaxialPlugin({ search: true })] }), ' +
      'or give the worker workflowsPath in its place',
  );
}

/** Entry modules of this process: a worker and its connection may have the same plugin. */
const generated = new Set<string>();

/**
 * Adds the workflows of this release to the app's: the bundle is made from an entry module that exports both.
 *
 * @throws (when the bundle is made) UserError if both have a workflow of the same name
 */
export function bundleWithApp(options: BundleOptions): BundleOptions {
  const app = options.workflowsPath;
  if (app === WORKFLOWS || generated.has(app)) return options;
  const folder = mkdtempSync(join(tmpdir(), 'coaxial-workflows-'));
  const entry = join(folder, 'workflows.js');
  generated.add(entry);
  writeFileSync(entry, entryModule(app));
  const { webpackConfigHook = (config) => config } = options;
  return {
    ...options,
    workflowsPath: entry,
    webpackConfigHook: (given) => {
      const config = webpackConfigHook(given);
      const modules = [...(config.resolve?.modules ?? ['node_modules']), ...moduleFolders(app)];
      const plugins = [...(config.plugins ?? []), clashPlugin(entry, app), removePlugin(folder)];
      return { ...config, resolve: { ...config.resolve, modules }, plugins };
    },
  };
}

/**
 * Names are checked when the bundle is made. Those of a CommonJS module may be known only when it runs: every workflow
 * task then fails with the clash.
 */
function entryModule(app: string): string {
  return `const app = require(${JSON.stringify(app)});
const coaxial = require(${JSON.stringify(WORKFLOWS)});
for (const name of Object.keys(coaxial)) {
  if (name in app && app[name] !== coaxial[name]) throw new Error(${JSON.stringify(`${app} and coaxial both have a workflow `)} + name);
}
module.exports = Object.assign({}, app, coaxial, { [${JSON.stringify(MARK)}]: true });
`;
}

/** Folders in which modules of Temporal are found, from the app's workflows and from here. */
function moduleFolders(app: string): string[] {
  const of = (file: string): string[] => createRequire(file).resolve.paths('@temporalio/workflow') ?? [];
  return [...new Set([...of(app), ...of(WORKFLOWS)])];
}

/** Fails a bundle with a clash of names. */
function clashPlugin(entry: string, app: string): WebpackPluginInstance {
  return {
    apply(compiler: Compiler) {
      compiler.hooks.compilation.tap('coaxial', (compilation) => {
        // After webpack's own analysis of exports, which is at the same stage.
        compilation.hooks.finishModules.tap({ name: 'coaxial', stage: 1000 }, () => {
          const clash = NAMES.find((name) => exportsOwn(compilation, entry, name));
          if (clash === undefined) return;
          throw new UserError(
            'InvalidInput',
            `${app} has a workflow ${clash}, and so has coaxial: give it another name`,
          );
        });
      });
    },
  };
}

/** Whether what the entry module joins exports this name as something else than the workflow of this release. */
function exportsOwn({ moduleGraph, modules }: Compilation, entry: string, name: string): boolean {
  const from = [...modules].find((module) => module.nameForCondition() === entry);
  const joined = from ? [...moduleGraph.getOutgoingConnections(from)].map(({ module }) => module) : [];
  return joined.some((module) => {
    const info = moduleGraph.getExportsInfo(module);
    if (info.isExportProvided(name) !== true) return false;
    const origin = info.getExportInfo(name).getTarget(moduleGraph)?.module ?? module;
    return !origin.nameForCondition()?.startsWith(FOLDER);
  });
}

function removePlugin(folder: string): WebpackPluginInstance {
  return {
    apply(compiler: Compiler) {
      compiler.hooks.shutdown.tap('coaxial', () => rmSync(folder, { recursive: true, force: true }));
    },
  };
}
