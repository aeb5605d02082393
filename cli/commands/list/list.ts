import { scoreText, printable } from '../../text/text.js';
import { plainTable } from '../../text/table.js';
import { executionsOf, listSearches, type Listed } from './list-searches.js';
import { loadProject } from '../../project/project.js';
import { print } from '../../text/print.js';

/** `coaxial list`: the searches that the server or the store knows. @returns the exit code. */
export async function list({ json = false }: { json?: boolean }): Promise<number> {
  const project = await loadProject();
  const searches = await listSearches(project.store().searches, await executionsOf(project));
  const lines = json ? [JSON.stringify({ searches })] : describe(searches);
  print(...lines);
  return 0;
}

function describe(searches: readonly Listed[]): string[] {
  if (searches.length === 0) return ['there is no search yet'];
  const table = plainTable(['search', 'strategy', 'status', 'trials', 'best', '', 'started'], 'lllrrll');
  for (const { searchId, strategy, status, trials, best, started } of searches) {
    table.push([
      printable(searchId),
      printable(strategy),
      status.replace('_', ' '),
      trials?.total ?? '–',
      best ? scoreText(best.score) : '–',
      best?.metric ?? '',
      timeText(new Date(started)),
    ]);
  }
  return table.toString().split('\n');
}

/** `2025-03-01 14:05`, in local time. */
function timeText(time: Date): string {
  const [year, ...others] = [
    time.getFullYear(),
    time.getMonth() + 1,
    time.getDate(),
    time.getHours(),
    time.getMinutes(),
  ];
  const [month, day, hours, minutes] = others.map((part) => String(part).padStart(2, '0'));
  return `${year}-${month}-${day} ${hours}:${minutes}`;
}
