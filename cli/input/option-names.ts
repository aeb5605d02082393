import { OPTION_FIELDS, optionName } from '../../contracts/search/search-options.js';

/**
 * Converts a message of a workflow or worker that begins with a field of a search's input (`maxTrials: …`) for the
 * command line: it then begins with the option.
 */
export function optionsNamed(message: string): string {
  const found = /^(?:Invalid input: )?([A-Za-z]+)(?=: )/.exec(message);
  if (found === null || !OPTION_FIELDS.includes(found[1])) return message;
  return `${optionName(found[1])}${message.slice(found[0].length)}`;
}
