import { InvalidArgumentError, type Command } from 'commander';
import { parseTimeChange, parseTrialsChange } from '../client/budget-change.js';
import { UserError } from '../contracts/errors.js';
import type { FollowOptions } from './following/unfollow.js';
import type { ExtendOptions } from './commands/extend.js';
import type { Commands } from './program.js';

interface JsonOption {
  json?: boolean;
}

/** Declares what people do with a search that is there already. */
export function addComeBackCommands(
  program: Command,
  onExit: (code: number) => void,
  commands: Pick<Commands, 'resume' | 'extend' | 'control' | 'list'>,
): void {
  withFollowOptions(program.command('resume').description('go on with a search, whatever became of it, and follow it'))
    .argument('<search-id>')
    .action(async (id: string, options: FollowOptions) => onExit(await commands.resume(id, options)));
  withFollowOptions(program.command('extend').description('give a search that runs, or has ended, another budget'))
    .argument('<search-id>')
    .option('--max-trials <n>', '+200 for so many more, 500 for so many in all, or none', argument(parseTrialsChange))
    .option('--max-time <duration>', '+10m for so much more, 1h for so much in all, or none', argument(parseTimeChange))
    .action(async (id: string, options: ExtendOptions) => onExit(await commands.extend(id, options)));
  const controls = {
    pause: 'begin no further trials of a search that runs, until "coaxial resume"',
    stop: 'end a search that runs with what there is: the best so far is delivered',
  } as const;
  for (const wanted of ['pause', 'stop'] as const) {
    program
      .command(wanted)
      .description(controls[wanted])
      .argument('<search-id>')
      .option('--json', 'as one line of JSON')
      .action(async (id: string, options: JsonOption) => onExit(await commands.control(wanted, id, options)));
  }
  program
    .command('list')
    .description('name all searches that the server or the store knows, the latest first')
    .option('--json', 'as one line of JSON')
    .action(async (options: JsonOption) => onExit(await commands.list(options)));
}

/** What a parser refuses, commander says with the option's name. */
function argument<Value>(parse: (text: string) => Value) {
  return (text: string): Value => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof UserError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}

function withFollowOptions(command: Command): Command {
  return command
    .option('--out <dir>', 'copy the model and the report there')
    .option('--detach', 'leave the search running in the background')
    .option('--json', 'print the result as one line of JSON, and nothing else, on stdout');
}
