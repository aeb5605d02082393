import { Option, type Command } from 'commander';
import type { ReadingChoices } from '../../learning/column-types/reading.js';
import { words } from './option-values.js';

/** Options of `coaxial search` and `coaxial predict` for ambiguous texts of a file. */
export type ReadingOptions = Pick<ReadingChoices, 'decimal' | 'dateOrder'> & {
  missing?: string[];
  encoding?: string;
};

/** Declares them. */
export function addReadingOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--decimal <mark>',
        'decimal mark of ambiguous numbers, such as 1.234 (default: as in other columns, else point)',
      ).choices(['point', 'comma']),
    )
    .addOption(
      new Option(
        '--date-order <first>',
        'what comes first in ambiguous dates, such as 03/04/2019 (default: as in other columns, else day)',
      ).choices(['day', 'month']),
    )
    .option(
      '--missing <a,b>',
      'the words for missing values, instead of NA, null, ? and others ("" for empty fields only)',
      words,
    )
    .option(
      '--encoding <name>',
      "encoding of the file's text, e.g. utf-8, windows-1252, shift_jis (default: detected)",
    );
}
