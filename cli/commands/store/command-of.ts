import { searchInputSchema } from '../../../contracts/search/search-input.js';
import { STRATEGIES, type Strategy } from '../../../contracts/search/strategy.js';
import type { SearchOpening } from '../../../storage/searches.js';
import { quoted } from '../../text/text.js';

/** The command line of a short search of the same data in the same way. */
export function commandOf({ input, workflow }: SearchOpening): string {
  const parsed = searchInputSchema.safeParse(input).data;
  if (!parsed) return 'coaxial search <file> --target <column> --max-trials 1';
  const { data, dataName, target, task, metric, axes, paradigms, types, seed } = parsed;
  const strategy = (Object.keys(STRATEGIES) as Strategy[]).find((name) => STRATEGIES[name] === workflow);
  const options: [string, string | undefined][] = [
    ['--target', target],
    ['--strategy', strategy],
    ['--task', task === 'auto' ? undefined : task],
    ['--metric', metric],
    ['--axes', axes?.join(',')],
    ['--paradigms', paradigms?.join(',')],
    ...types.map((type): [string, string] => ['--type', type]),
    ['--seed', seed === 0 ? undefined : String(seed)],
    ['--max-trials', '1'],
  ];
  const words = options.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  return ['coaxial', 'search', dataName ?? data, ...words].map(quoted).join(' ');
}
