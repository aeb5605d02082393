import { askQueues, mayBeAlive, type Poller, type QueueState } from '../../../activities/queues/queue-state.js';
import { withClientIfAnswers } from '../../project/client.js';
import { existingServer } from '../../project/existing-server.js';
import { print } from '../../text/print.js';
import { plainTable } from '../../text/table.js';
import { loadProject, type Project } from '../../project/project.js';
import { counted } from '../../../client/text.js';
import { printable } from '../../text/text.js';
import { ownershipMap, type Owned } from './ownership.js';

/** The server's information for a line of the ownership map; null without a server, or without a queue. */
export interface TeamLine extends Owned {
  state: QueueState | null;
}

/** `coaxial teams`: the owners of all modules, and their live workers. @returns the exit code. */
export async function teams({ json = false }: { json?: boolean }): Promise<number> {
  const project = await loadProject();
  const owned = ownershipMap(project.settings);
  const states = await askServer(project, owned);
  const lines = owned.map((one): TeamLine => ({
    ...one,
    state: (one.queue !== null && states?.get(one.queue)) || null,
  }));
  print(...(json ? [JSON.stringify({ modules: lines })] : describe(lines)));
  return 0;
}

async function askServer(project: Project, owned: readonly Owned[]): Promise<Map<string, QueueState> | null> {
  const endpoint = await existingServer(project);
  if (endpoint === null) {
    process.stderr.write('no server runs: this is what temporal.yaml says\n');
    return null;
  }
  const queues = owned.flatMap(({ queue }) => queue ?? []);
  return withClientIfAnswers(endpoint, 'this is what temporal.yaml says', (client) => askQueues(client, queues));
}

export function describe(lines: readonly TeamLine[]): string[] {
  const asked = lines.some(({ state }) => state !== null);
  const head = ['', 'name', 'team', 'contact', 'queue', ...(asked ? ['workers', 'build', 'waiting'] : [])];
  const table = plainTable(head, `lllll${asked ? 'llr' : ''}`);
  for (const { kind, name, team, contact, queue, state } of lines) {
    table.push([
      kind === 'core' ? '' : kind,
      printable(name),
      printable(team ?? '–'),
      printable(contact ?? '–'),
      queue === null ? 'in trials' : printable(queue),
      ...(asked ? (state === null ? ['', '', ''] : stateCells(state)) : []),
    ]);
  }
  return table.toString().split('\n');
}

function stateCells({ pollers, currentBuild, backlog }: QueueState): string[] {
  return [workersText(pollers), buildsText(pollers, currentBuild), String(backlog)];
}

/** `2`, `1, 1 gone`, `none`. */
export function workersText(pollers: readonly Poller[]): string {
  const gone = pollers.filter((one) => !mayBeAlive(one)).length;
  const there = pollers.length - gone;
  if (there === 0) return gone === 0 ? 'none' : `none, ${gone} gone`;
  // Without heartbeats, a worker that has just died looks like an idle one.
  const longest = Math.max(
    ...pollers.filter((one) => mayBeAlive(one) && one.alive === null).map((one) => one.silentSeconds),
  );
  const seen = longest > 0 ? ` (seen ${counted(Math.round(longest), 'second')} ago)` : '';
  return `${there}${gone > 0 ? `, ${gone} gone` : ''}${seen}`;
}

/** The builds with workers; the one that gets new tasks is marked: `1.1*, 1.2`. */
export function buildsText(pollers: readonly Poller[], currentBuild: string | null): string {
  const there = pollers.filter(mayBeAlive).flatMap(({ build }) => build ?? []);
  const builds = [...new Set(there)].sort();
  if (currentBuild !== null && !builds.includes(currentBuild)) builds.unshift(currentBuild);
  if (builds.length === 0) return '–';
  const shown = builds.map((build) => `${printable(build)}${build === currentBuild ? '*' : ''}`).join(', ');
  return currentBuild === null ? `${shown} (none takes tasks: coaxial rollout)` : shown;
}
