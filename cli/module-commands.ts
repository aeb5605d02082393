import { Argument, type Command } from 'commander';
import type { ModuleKind } from '../contracts/module/module.js';
import type { CheckOptions } from './commands/check/check.js';
import type { NewOptions } from './commands/new/new.js';

export interface ModuleCommands {
  check(kind: ModuleKind, name: string, options: CheckOptions): Promise<number>;
  newModule(kind: ModuleKind, name: string, options: NewOptions): Promise<number>;
}

export const MODULE_COMMANDS: ModuleCommands = {
  check: async (kind, name, options) => (await import('./commands/check/check.js')).check(kind, name, options),
  newModule: async (kind, name, options) => (await import('./commands/new/new.js')).newModule(kind, name, options),
};

const kindArgument = (): Argument => new Argument('<kind>').choices(['axis', 'paradigm']);

/** What teams do with their axes and paradigms. */
export function addModuleCommands(program: Command, commands: ModuleCommands, onExit: (code: number) => void): void {
  program
    .command('check')
    .description('ask of whoever serves an axis or a paradigm what its contract does')
    .addArgument(kindArgument())
    .argument('<name>', 'its name in temporal.yaml')
    .option('--build <id>', 'check this build, before tasks go to it; its workers have to be there')
    .option('--restart <command>', 'a command line that restarts its workers, to check that nothing depends on that')
    .option('--json', 'as one line of JSON')
    .action(async (kind: ModuleKind, name: string, options: CheckOptions) =>
      onExit(await commands.check(kind, name, options)),
    );
  program
    .command('new')
    .description(
      'make an axis or a paradigm that works, to begin with: its files, its tests, its entry in temporal.yaml',
    )
    .addArgument(kindArgument())
    .argument('<name>', 'in lower case with dashes')
    .option('--team <name>', 'the team that owns it; by default the user.name that Git knows')
    .option('--contact <address>', 'how its team is reached; by default the user.email that Git knows')
    .action(async (kind: ModuleKind, name: string, options: NewOptions) =>
      onExit(await commands.newModule(kind, name, options)),
    );
}
