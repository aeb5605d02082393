import { storeStats as statsOf, type StoreStats, type TrialStats } from '../../../storage/stats.js';
import { STORE_KINDS } from '../../../storage/files/walk.js';
import { plainTable } from '../../text/table.js';
import { loadProject } from '../../project/project.js';
import { counted } from '../../../client/text.js';
import { sizeTable } from './sizes.js';
import { print } from '../../text/print.js';

/** Most trials that are listed. */
const MOST_SHOWN = 20;
/** Digits of a key that are shown. */
const KEY_DIGITS = 16;

/** `coaxial store stats`. @returns the exit code. */
export async function storeStats({ json = false }: { json?: boolean }): Promise<number> {
  const store = (await loadProject()).store();
  const stats = await statsOf(store);
  const lines = json ? [JSON.stringify(stats)] : [`store at ${store.root}`, '', ...statsLines(stats)];
  print(...lines);
  return 0;
}

function statsLines({ bytes, files, trials, attempts, keys }: StoreStats): string[] {
  const { total, completed, failed, timedOut } = trials;
  const open = keys.reduce((sum, key) => sum + key.open, 0);
  const eventful = keys.filter((key) => key.trained > 1 || key.continued > 0 || key.restarted > 0);
  return [
    sizeTable(STORE_KINDS.map((name) => ({ name, files: files[name], bytes: bytes[name] }))),
    '',
    `${counted(total, 'trial')}: ${completed} completed, ${failed} failed, ${timedOut} timed out`,
    `trained ${counted(attempts.trained, 'time')}, ${counted(attempts.trainedTwice, 'trial')} more than once`,
    `${counted(attempts.continued, 'attempt')} continued an earlier one, ${attempts.restarted} started again after one`,
    `${counted(open, 'attempt')} under way, or lost with a worker`,
    ...(eventful.length === 0 ? [] : ['', eventfulTable(eventful)]),
    ...(eventful.length > MOST_SHOWN ? [`and ${counted(eventful.length - MOST_SHOWN, 'trial')} more: see --json`] : []),
  ];
}

/** Sorted by how often they were trained, most often first. */
function eventfulTable(keys: readonly TrialStats[]): string {
  const table = plainTable(['trial', 'outcome', 'trained', 'continued', 'restarted', 'open'], 'llrrrr');
  const shown = [...keys].sort((a, b) => b.trained - a.trained || b.restarted - a.restarted).slice(0, MOST_SHOWN);
  for (const { key, outcome, trained, continued, restarted, open } of shown) {
    table.push([key.slice(0, KEY_DIGITS), outcome ?? 'none yet', trained, continued, restarted, open]);
  }
  return table.toString();
}
