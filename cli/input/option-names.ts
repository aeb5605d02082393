import { searchInputSchema } from '../../contracts/search/search-input.js';

/** Option of a field of a search's input: `types` is `--type`, `maxTrials` is `--max-trials`. */
export function optionName(field: string): string {
  const name = field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return name === 'types' ? '--type' : `--${name}`;
}

/** Fields that have an option: the file is an argument. */
const FIELDS = Object.keys(searchInputSchema.shape).filter((name) => !name.startsWith('data'));

/**
 * Converts a message of a workflow or worker that begins with a field of a search's input (`maxTrials: …`) for the
 * command line: it then begins with the option.
 */
export function optionsNamed(message: string): string {
  const found = /^(?:Invalid input: )?([A-Za-z]+)(?=: )/.exec(message);
  if (found === null || !FIELDS.includes(found[1])) return message;
  return `${optionName(found[1])}${message.slice(found[0].length)}`;
}
