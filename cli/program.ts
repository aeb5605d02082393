import { Command, Option } from 'commander';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addComeBackCommands } from './come-back-commands.js';
import { addModuleCommands, MODULE_COMMANDS, type ModuleCommands } from './module-commands.js';
import type { FollowOptions } from './following/unfollow.js';
import type { Control } from './commands/control.js';
import type { ExtendOptions } from './commands/extend.js';
import type { PredictOptions } from './commands/predict/predict.js';
import { ENCODING_EXAMPLES } from '../learning/csv/encoding/encoding-names.js';
import { addReadingOptions } from './input/reading-options.js';
import { addSearchOptions, type SearchOptions } from './commands/search/options.js';
import { addStoreCommands, STORE_COMMANDS, type StoreCommands } from './commands/store/options.js';
import type { RolloutOptions } from './commands/teams/rollout.js';

/** What each command does, loaded when it is asked for: learners and Temporal's core take a while to load. */
export interface Commands extends StoreCommands, ModuleCommands {
  search(path: string, options: SearchOptions): Promise<number>;
  predict(model: string, path: string, options: PredictOptions): Promise<number>;
  up(): Promise<number>;
  server(): Promise<number>;
  worker(roles: string[]): Promise<number>;
  resume(searchId: string, options: FollowOptions): Promise<number>;
  extend(searchId: string, options: ExtendOptions): Promise<number>;
  control(wanted: Control, searchId: string, options: { json?: boolean }): Promise<number>;
  list(options: { json?: boolean }): Promise<number>;
  status(searchId: string, options: { json?: boolean }): Promise<number>;
  teams(options: { json?: boolean }): Promise<number>;
  rollout(module: string, build: string | undefined, options: RolloutOptions): Promise<number>;
}

const COMMANDS: Commands = {
  search: async (path, options) =>
    options.explain
      ? (await import('./commands/search/explain.js')).explain(path, options)
      : (await import('./commands/search/search.js')).search(path, options),
  predict: async (model, path, options) =>
    (await import('./commands/predict/predict.js')).predict(model, path, options),
  up: async () => (await import('./commands/up/up.js')).up(),
  server: async () => (await import('./commands/server.js')).server(),
  worker: async (roles) => (await import('./commands/worker.js')).worker(roles),
  resume: async (searchId, options) => (await import('./commands/resume.js')).resume(searchId, options),
  extend: async (searchId, options) => (await import('./commands/extend.js')).extend(searchId, options),
  control: async (wanted, searchId, options) =>
    (await import('./commands/control.js')).control(wanted, searchId, options),
  list: async (options) => (await import('./commands/list/list.js')).list(options),
  status: async (searchId, options) => (await import('./commands/status.js')).status(searchId, options),
  teams: async (options) => (await import('./commands/teams/teams.js')).teams(options),
  rollout: async (module, build, options) =>
    (await import('./commands/teams/rollout.js')).rollout(module, build, options),
  ...STORE_COMMANDS,
  ...MODULE_COMMANDS,
};

/**
 * The command line.
 *
 * @param onExit told the exit code of the command that ran
 */
export function createProgram(onExit: (code: number) => void, commands: Commands = COMMANDS): Command {
  const program = new Command('coaxial')
    .description('Durable AutoML on Temporal')
    .version(packageVersion())
    .exitOverride()
    .showHelpAfterError('(see --help)');
  addSearchOptions(
    program.command('search').description('search for the model that best predicts a column of a CSV file'),
  )
    .argument('<data>', 'a CSV file, also .csv.gz')
    .action(async (data: string, options: SearchOptions) => onExit(await commands.search(data, options)));
  addReadingOptions(program.command('predict').description('predict with a model that a search delivered'))
    .argument('<model-dir>', 'the folder of the model')
    .argument('<data>', 'a CSV file with the columns that the model was trained on')
    .option('--proba', 'add a column with the probability of each class')
    .option('--encoding <name>', `encoding of the file's text, e.g. ${ENCODING_EXAMPLES} (default: the file tells)`)
    .option('--safe-csv', 'put an apostrophe before labels that a spreadsheet would take for a formula (= + - @)')
    .option('--out <file.csv>', 'write there in place of stdout')
    .addOption(
      new Option(
        '--by <way>',
        'of a model whose paradigm a team serves: its exported form, or the team itself',
      ).choices(['exported', 'team']),
    )
    .action(async (model: string, data: string, options: PredictOptions) =>
      onExit(await commands.predict(model, data, options)),
    );
  program
    .command('up')
    .description('run a server and all workers until Ctrl-C, to work from the Web UI')
    .action(async () => onExit(await commands.up()));
  program
    .command('server')
    .description('run a server until Ctrl-C')
    .action(async () => onExit(await commands.server()));
  program
    .command('worker')
    .description('run workers until Ctrl-C: of the named axes, "search" or "trials", or all')
    .argument('[axis...]')
    .action(async (roles: string[]) => onExit(await commands.worker(roles)));
  addComeBackCommands(program, onExit, commands);
  program
    .command('status')
    .description('say where a search stands')
    .argument('<search-id>')
    .option('--json', 'as one line of JSON')
    .action(async (searchId: string, options: { json?: boolean }) => onExit(await commands.status(searchId, options)));
  addTeamCommands(program, onExit, commands);
  addModuleCommands(program, commands, onExit);
  addStoreCommands(program, commands, onExit);
  return program;
}

function addTeamCommands(program: Command, onExit: (code: number) => void, commands: Commands): void {
  program
    .command('teams')
    .description('say who owns which axis and paradigm, and which of them have workers')
    .option('--json', 'as one line of JSON')
    .action(async (options: { json?: boolean }) => onExit(await commands.teams(options)));
  program
    .command('rollout')
    .description('have new tasks of an axis or a paradigm go to another build of it')
    .argument('<module>', 'its name in temporal.yaml')
    .argument('[build]', 'the build id of workers that run')
    .option('--none', 'to workers that are of no build')
    .action(async (module: string, build: string | undefined, options: RolloutOptions) =>
      onExit(await commands.rollout(module, build, options)),
    );
}

/** From the package's own file, in a folder above this one. */
function packageVersion(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  let folder = start;
  for (; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const found = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version: string };
    if (found.name === 'coaxial') return found.version;
  }
  throw new Error(`no package.json of coaxial lies above ${start}`);
}
