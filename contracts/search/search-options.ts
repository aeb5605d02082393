import { searchInputSchema, type ParsedSearchInput } from './search-input.js';

/** Option of `coaxial search` for a field of its input: `types` is `--type`, `maxTrials` is `--max-trials`. */
export function optionName(field: string): string {
  const name = field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return name === 'types' ? '--type' : `--${name}`;
}

/** Fields that have an option: the file is an argument. */
export const OPTION_FIELDS: readonly string[] = Object.keys(searchInputSchema.shape).filter(
  (name) => !name.startsWith('data'),
);

/** Options of `coaxial search` for an input, as words that are not quoted; fields at their defaults are left out. */
export function searchOptions(input: Partial<ParsedSearchInput>): string[][] {
  const defaults: Record<string, unknown> = searchInputSchema.parse({ data: 'x', target: 'x' });
  const given: Record<string, unknown> = input;
  return OPTION_FIELDS.flatMap((field) => {
    const value = given[field];
    const isDefault = field !== 'target' && JSON.stringify(value) === JSON.stringify(defaults[field]);
    return value === undefined || isDefault ? [] : optionsOf(field, value);
  });
}

function optionsOf(field: string, value: unknown): string[][] {
  const name = optionName(field);
  if (value === true) return [[name]];
  if (field === 'types') return (value as string[]).map((type) => [name, type]);
  if (field === 'maxTime') return [[name, `${value as number}s`]];
  return [[name, (Array.isArray(value) ? value : [value]).join(',')]];
}
