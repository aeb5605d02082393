import { Option, type Command } from 'commander';
import { PART_AXES } from '../../../contracts/module/axis-name.js';
import { UserError } from '../../../contracts/errors.js';
import { metricSchema } from '../../../contracts/metric.js';
import { onTroubleSchema } from '../../../contracts/module/module.js';
import { BUILT_IN_PARADIGMS } from '../../../contracts/candidate/paradigm.js';
import { addReadingOptions } from '../../input/reading-options.js';
import { OPTION_FIELDS, optionName } from '../../../contracts/search/search-options.js';
import { anyNumber, collect, duration, names, wholeNumber } from '../../input/option-values.js';
import { searchIdProblem } from '../../../contracts/search/search-id.js';
import { searchInputSchema, type SearchInput } from '../../../contracts/search/search-input.js';
import { DEFAULT_STRATEGY, STRATEGIES, type Strategy } from '../../../contracts/search/strategy.js';
import { taskSchema } from '../../../contracts/task.js';

/** Options of `coaxial search` as parsed by commander. */
export interface SearchOptions extends Omit<SearchInput, 'data' | 'dataName' | 'types'> {
  strategy: Strategy | 'all';
  type: string[];
  id?: string;
  out?: string;
  detach?: boolean;
  explain?: boolean;
  json?: boolean;
}

/** Declares the options of `coaxial search`. */
export function addSearchOptions(command: Command): Command {
  return addReadingOptions(command)
    .requiredOption('--target <column>', 'the column to predict')
    .addOption(
      new Option('--strategy <name>', 'which axis steps next; all: each strategy in turn, and a comparison')
        .choices([...Object.keys(STRATEGIES), 'all'])
        .default(DEFAULT_STRATEGY),
    )
    .addOption(
      new Option('--task <task>', 'what is predicted').choices(['auto', ...taskSchema.options]).default('auto'),
    )
    .addOption(
      new Option('--metric <name>', 'what is optimised (default: log-loss for classes, rmse for numbers)').choices(
        metricSchema.options,
      ),
    )
    .option('--max-trials <n>', 'budget in trials', wholeNumber(1, 1_000_000))
    .option('--max-time <duration>', 'budget in time: 90s, 5m, 1h30m (default: 5m without a budget)', duration)
    .option('--target-score <score>', 'end at this score in cross-validation', anyNumber)
    .option('--axes <a,b>', `axes to search: ${PART_AXES.join(', ')}, and those of temporal.yaml (default: all)`, names)
    .option(
      '--paradigms <a,b>',
      `kinds of model: ${BUILT_IN_PARADIGMS.join(', ')}, and those of temporal.yaml (default: all)`,
      names,
    )
    .addOption(
      new Option(
        '--on-trouble <what>',
        'if an axis or a paradigm is not served, or fails: wait for its team, or continue without it',
      ).choices(onTroubleSchema.options),
    )
    .option(
      '--type <column=type>',
      'read a column as numeric, categorical, boolean or date (may be repeated)',
      collect,
      [],
    )
    .option('--merge-labels', 'merge labels that differ only in case, in Unicode form, or as 1 and 1.0 do')
    .option('--warm-start <search-id>', 'start with the best candidates of an earlier search; its data may be others')
    .option('--seed <n>', 'the same seed gives the same search (default: 0)', wholeNumber(0, 0xffffffff))
    .option('--id <search-id>', 'name of the search; a running search of this name is followed')
    .option('--out <dir>', 'copy the model and the report there')
    .option('--detach', 'leave the search running in the background')
    .option('--explain', 'show how each column is read, what is left out and why, and the plan; do not search')
    .option('--json', 'print the result as one line of JSON, and nothing else, on stdout');
}

/**
 * The workflow's input for these options.
 *
 * @param data the file's reference in the store
 * @throws UserError('InvalidInput') naming the option.
 */
export function searchInput(options: SearchOptions, data: string, dataName: string): SearchInput {
  const { target, type, ...others } = options;
  const given: Record<string, unknown> = {
    ...others,
    target: target.normalize('NFC'),
    types: type.length > 0 ? type.map((text) => text.normalize('NFC')) : undefined,
  };
  // Options that were not given are not in the input, which people read in the Web UI.
  const fields = OPTION_FIELDS.filter((field) => given[field] !== undefined);
  const input = { data, dataName, ...Object.fromEntries(fields.map((field) => [field, given[field]])) };
  const parsed = searchInputSchema.safeParse(input);
  if (parsed.success) return input as unknown as SearchInput;
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${optionName(String(path[0] ?? 'options'))}: ${message}`,
  );
  throw new UserError('InvalidInput', issues.join('; '));
}

/** @throws UserError('InvalidInput') for an invalid id. */
export function checkId(id: string): string {
  const problem = searchIdProblem(id);
  if (problem === null) return id;
  throw new UserError('InvalidInput', `--id ${JSON.stringify(id.slice(0, LONGEST_SHOWN))}: ${problem}`);
}

const LONGEST_SHOWN = 60;
