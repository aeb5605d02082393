import { searchInputSchema } from '../../../contracts/search/search-input.js';
import { searchOptions } from '../../../contracts/search/search-options.js';
import { STRATEGIES, type Strategy } from '../../../contracts/search/strategy.js';
import type { SearchOpening } from '../../../storage/searches.js';
import { quoted } from '../../../client/text.js';

/** The command line of a short search of the same data in the same way. */
export function commandOf({ input, workflow }: SearchOpening): string {
  const parsed = searchInputSchema.safeParse(input).data;
  if (!parsed) return 'coaxial search <file> --target <column> --max-trials 1';
  const { data, dataName, warmStart: _, ...rest } = parsed;
  const strategy = (Object.keys(STRATEGIES) as Strategy[]).find((name) => STRATEGIES[name] === workflow);
  const options = searchOptions({ ...rest, maxTrials: 1, maxTime: undefined, targetScore: undefined });
  const words = [...options, ...(strategy === undefined ? [] : [['--strategy', strategy]])].flat();
  return ['coaxial', 'search', dataName ?? data, ...words].map(quoted).join(' ');
}
