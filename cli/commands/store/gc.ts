import { collectGarbage, type Collection } from '../../../storage/gc/index.js';
import { whileLocked } from '../../../storage/gc/lock.js';
import { GARBAGE, type Garbage } from '../../../storage/gc/removal.js';
import { loadProject } from '../../project/project.js';
import { sizeTable, sizeText } from './sizes.js';
import { print } from '../../text/print.js';

export interface GcOptions {
  /** In bytes. */
  maxSize?: number;
  dryRun?: boolean;
  json?: boolean;
}

/** `coaxial store gc`. @returns the exit code. */
export async function storeGc({ maxSize, dryRun = false, json = false }: GcOptions): Promise<number> {
  const project = await loadProject();
  const store = project.store();
  const maxBytes = maxSize ?? project.settings.store.maxGigabytes * 1e9;
  const collect = (): Promise<Collection> => collectGarbage(store, { maxBytes, dryRun });
  const locked = { patienceMs: Infinity, signal: new AbortController().signal };
  const collection = dryRun ? await collect() : (await whileLocked(store, collect, locked))!;
  const lines = json ? [JSON.stringify(collection)] : [`store at ${store.root}`, '', ...gcLines(collection)];
  print(...lines);
  return 0;
}

const NAMES: Record<Garbage, string> = {
  partials: 'writes that died',
  claims: 'claims of dead processes',
  checkpoints: 'checkpoints of finished trials',
  quarantine: 'old quarantine',
  artifacts: 'artifacts',
  trials: 'trials',
};

function gcLines({ dryRun, before, after, maxBytes, removed, searches }: Collection): string[] {
  const parts = GARBAGE.filter((kind) => removed[kind].files > 0).map((kind) => ({
    name: NAMES[kind],
    ...removed[kind],
  }));
  const tooLarge = maxBytes !== null && after > maxBytes;
  return [
    ...(parts.length === 0 ? [`${dryRun ? 'there is nothing' : 'there was nothing'} to remove`] : [sizeTable(parts)]),
    '',
    `${dryRun ? 'would shrink' : 'shrunk'} from ${sizeText(before)} to ${sizeText(after)}`,
    ...(searches.length === 0 ? [] : [trialsLine(searches.length, maxBytes!)]),
    ...(tooLarge
      ? [`still larger than ${sizeText(maxBytes)}: what is left is data, models, and searches to go on with`]
      : []),
  ];
}

function trialsLine(searches: number, maxBytes: number): string {
  const whose = searches === 1 ? 'an ended search' : `${searches} ended searches`;
  return `for a size of ${sizeText(maxBytes)}, trials of ${whose} are among them: trained again should they be needed`;
}
