import { Argument, Command, Option } from 'commander';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseTimeChange, parseTrialsChange } from '../client/limit-change.js';
import { addSearchOptions, type SearchOptions } from './commands/search/options.js';
import { byteSize, optionValue } from './input/option-values.js';
import { addReadingOptions } from './input/reading-options.js';

/**
 * The action of a command: its module is loaded only when the command is run, because the learners and Temporal's SDK
 * are slow to load. It returns the exit code.
 */
export type Run = (
  load: (...args: never[]) => Promise<(...args: never[]) => Promise<number>>,
) => (...args: unknown[]) => Promise<void>;

/** The command line: all commands with their arguments and options. Their implementations are not loaded here. */
export function createProgram(run: Run): Command {
  const program = new Command('coaxial')
    .description('Durable AutoML on Temporal')
    .version(packageVersion())
    .exitOverride()
    .showHelpAfterError('(see --help)');
  addSearch(program, run);
  addPredict(program, run);
  addServices(program, run);
  addFollowing(program, run);
  addLookUps(program, run);
  addModules(program, run);
  addStore(program, run);
  return program;
}

function addSearch(program: Command, run: Run): void {
  addSearchOptions(
    program.command('search').description('search for the model that best predicts a column of a CSV file'),
  )
    .argument('<data>', 'a CSV file, also .csv.gz')
    .action(
      run(async (_data: string, { explain }: SearchOptions) =>
        explain
          ? (await import('./commands/search/explain.js')).explain
          : (await import('./commands/search/search.js')).search,
      ),
    );
}

function addPredict(program: Command, run: Run): void {
  addReadingOptions(program.command('predict').description('predict with a model that a search delivered'))
    .argument('<model-dir>', 'the folder of the model')
    .argument('<data>', 'a CSV file with the columns that the model was trained on')
    .option('--proba', 'add a column with the probability of each class')
    .option('--safe-csv', 'put an apostrophe before labels that a spreadsheet would take for a formula (= + - @)')
    .option('--out <file.csv>', 'write to this file instead of stdout')
    .addOption(
      new Option(
        '--by <way>',
        'for a model of a served paradigm: predict with its exported form, or by the team',
      ).choices(['exported', 'team']),
    )
    .action(run(async () => (await import('./commands/predict/predict.js')).predict));
}

/** Commands that run until Ctrl-C. */
function addServices(program: Command, run: Run): void {
  program
    .command('up')
    .description('run a server and all workers until Ctrl-C, to work from the Web UI')
    .action(run(async () => (await import('./commands/up/up.js')).up));
  program
    .command('server')
    .description('run a server until Ctrl-C')
    .action(run(async () => (await import('./commands/server.js')).server));
  program
    .command('worker')
    .description('run workers until Ctrl-C: of the named axes, "search" or "trials", or all')
    .argument('[axis...]')
    .action(run(async () => (await import('./commands/worker.js')).worker));
}

/** Commands that continue or change a search. */
function addFollowing(program: Command, run: Run): void {
  withFollowOptions(
    program.command('resume').description('continue a search, whatever has happened to it, and follow it'),
  )
    .argument('<search-id>')
    .action(run(async () => (await import('./commands/resume.js')).resume));
  withFollowOptions(program.command('extend').description('change the budget of a running or ended search'))
    .argument('<search-id>')
    .option('--max-trials <n>', '+200 for 200 more, 500 for 500 in total, or none', optionValue(parseTrialsChange))
    .option(
      '--max-time <duration>',
      '+10m for 10 minutes more, 1h for an hour in total, or none',
      optionValue(parseTimeChange),
    )
    .action(run(async () => (await import('./commands/extend.js')).extend));
  withJson(program.command('pause').description('start no further trials of a running search, until "coaxial resume"'))
    .argument('<search-id>')
    .action(run(async () => (await import('./commands/control.js')).pause));
  withJson(program.command('stop').description('end a running search and deliver the best so far'))
    .argument('<search-id>')
    .action(run(async () => (await import('./commands/control.js')).stop));
}

function addLookUps(program: Command, run: Run): void {
  withJson(
    program.command('list').description('list all searches of the server and the store, the latest first'),
  ).action(run(async () => (await import('./commands/list/list.js')).list));
  withJson(program.command('status').description('show the progress or the result of a search'))
    .argument('<search-id>')
    .action(run(async () => (await import('./commands/status.js')).status));
}

/** Commands for teams. */
function addModules(program: Command, run: Run): void {
  const kind = (): Argument => new Argument('<kind>').choices(['axis', 'paradigm']);
  withJson(program.command('teams').description('list the owners and workers of all axes and paradigms')).action(
    run(async () => (await import('./commands/teams/teams.js')).teams),
  );
  program
    .command('rollout')
    .description('route new tasks of an axis or a paradigm to another build')
    .argument('<module>', 'its name in temporal.yaml')
    .argument('[build]', 'the build id of running workers')
    .option('--none', 'to workers without a build')
    .action(run(async () => (await import('./commands/teams/rollout.js')).rollout));
  program
    .command('check')
    .description('check a served axis or paradigm against its contract')
    .addArgument(kind())
    .argument('<name>', 'its name in temporal.yaml')
    .option('--build <id>', 'check this build, before tasks go to it; its workers must run')
    .option(
      '--restart <command>',
      'a command line that restarts its workers, to check that results do not depend on it',
    )
    .option('--json', 'as one line of JSON')
    .action(run(async () => (await import('./commands/check/check.js')).check));
  program
    .command('new')
    .description('make a working axis or paradigm to start from: its files, its tests, its entry in temporal.yaml')
    .addArgument(kind())
    .argument('<name>', 'in lower case with dashes')
    .option('--team <name>', 'the team that owns it (default: user.name of Git)')
    .option('--contact <address>', 'contact of its team (default: user.email of Git)')
    .action(run(async () => (await import('./commands/new/new.js')).newModule));
}

function addStore(program: Command, run: Run): void {
  const store = program.command('store').description('inspect, check and clean the store');
  withJson(
    store.command('stats').description('show the size of the store, and how often its trials were trained'),
  ).action(run(async () => (await import('./commands/store/stats.js')).storeStats));
  withJson(store.command('verify').description('check all files with a checksum, and quarantine damaged ones')).action(
    run(async () => (await import('./commands/store/verify.js')).storeVerify),
  );
  store
    .command('gc')
    .description('remove unneeded files, and reduce the store to the size in temporal.yaml')
    .option('--max-size <size>', 'limit of its size, such as 500MB or 10GB (default: store.maxGigabytes)', byteSize)
    .option('--dry-run', 'show what would be removed, and remove nothing')
    .option('--json', 'as one line of JSON')
    .action(run(async () => (await import('./commands/store/gc.js')).storeGc));
}

function withJson(command: Command): Command {
  return command.option('--json', 'as one line of JSON');
}

function withFollowOptions(command: Command): Command {
  return command
    .option('--out <dir>', 'copy the model and the report there')
    .option('--detach', 'leave the search running in the background')
    .option('--json', 'print the result as one line of JSON, and nothing else, on stdout');
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
