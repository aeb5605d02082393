import { verifyStore, type Damage, type Verification } from '../../../storage/verify.js';
import { join } from 'node:path';
import { loadProject } from '../../project/project.js';
import { counted } from '../../../client/text.js';
import { printable } from '../../text/text.js';
import { consequencesOf } from './consequences.js';
import { sizeText } from './sizes.js';
import { print } from '../../text/print.js';

/** `coaxial store verify`. @returns the exit code: 1 if something was damaged. */
export async function storeVerify({ json = false }: { json?: boolean }): Promise<number> {
  const store = (await loadProject()).store();
  const { files, bytes, damaged } = await verifyStore(store);
  const consequences = await consequencesOf(store, damaged);
  const told = damaged.map((damage, i) => ({ ...damage, consequence: consequences[i] }));
  const quarantine = join(store.root, 'quarantine');
  const lines = json
    ? [JSON.stringify({ files, bytes, damaged: told, quarantine })]
    : [`store at ${store.root}`, '', ...verifyLines({ files, bytes, damaged }, consequences, quarantine)];
  print(...lines);
  return damaged.length === 0 ? 0 : 1;
}

function verifyLines(
  { files, bytes, damaged }: Verification,
  consequences: readonly string[],
  quarantine: string,
): string[] {
  const read = `${counted(files, 'file')} with ${sizeText(bytes)} read`;
  if (damaged.length === 0) return [`${read}: all are whole`];
  return [
    `${read}: ${damaged.length} damaged, now in ${quarantine}`,
    '',
    ...damaged.flatMap((damage, i) => [`${titleOf(damage)}:`, `  ${printable(consequences[i])}`]),
  ];
}

function titleOf({ kind, of, path }: Damage): string {
  const hasPath = kind === 'step' || kind === 'state' || kind === 'record';
  return printable(hasPath ? `${kind} of search ${of} (${path})` : `${kind} ${of}`);
}
