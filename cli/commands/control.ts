import type { Client } from '@temporalio/client';
import { UserError } from '../../contracts/errors.js';
import { childIds, COMPARISON } from '../../contracts/search/strategy.js';
import type { SearchRecords } from '../../storage/searches.js';
import { withClient } from '../project/client.js';
import { existingServer } from '../project/existing-server.js';
import { loadProject } from '../project/project.js';
import { runningChild } from '../../client/running-child.js';
import { executionOf, type Execution } from '../../client/executions.js';
import { haveAllEnded, notRunning, unknownError } from '../../client/records.js';
import { commandLine, commandText } from '../../client/text.js';
import { printable } from '../text/text.js';
import { askProgress, noAnswer, sendUpdate } from '../../client/updates.js';
import { print } from '../text/print.js';

/** Commands for a running search. */
type Control = 'pause' | 'stop';

const LOOK_PATIENCE_MS = 10_000;

interface JsonOption {
  json?: boolean;
}

/** `coaxial pause`. @returns the exit code. */
export const pause = (searchId: string, options: JsonOption): Promise<number> => control('pause', searchId, options);

/** `coaxial stop`. @returns the exit code. */
export const stop = (searchId: string, options: JsonOption): Promise<number> => control('stop', searchId, options);

async function control(wanted: Control, searchId: string, { json = false }: JsonOption): Promise<number> {
  const project = await loadProject();
  const endpoint = await existingServer(project);
  const { searches } = project.store();
  if (endpoint === null) throw await notOnServerError(searches, wanted, searchId);
  return withClient(endpoint, async (client) => {
    const execution = await executionOf(client, searchId);
    if (execution === null) throw await notOnServerError(searches, wanted, searchId);
    const running = await runningSearch(client, searchId, execution);
    if ((await askProgress(client, running, LOOK_PATIENCE_MS)) === null) throw noAnswer(searchId);
    const said = await sendUpdate(client, running, wanted);
    const lines = json ? [JSON.stringify({ searchId: running, said })] : describe(wanted, searchId, running, said);
    print(...lines);
    return 0;
  });
}

/** The search that is meant: for a comparison, the running one. */
async function runningSearch(client: Client, searchId: string, { type, status }: Execution): Promise<string> {
  if (status !== 'RUNNING') {
    throw notRunning(searchId, status);
  }
  if (type !== COMPARISON) return searchId;
  const child = await runningChild(client, searchId);
  if (child !== null) return child;
  throw new UserError('InvalidInput', `${searchId} is between two of its searches: try again in a moment`);
}

/** The error for a search that no server knows, which the store may know. */
export async function notOnServerError(searches: SearchRecords, wanted: Control, searchId: string): Promise<UserError> {
  const ids = childIds(searchId);
  const openings = await Promise.all([searchId, ...ids].map((id) => searches.readOpening(id)));
  if (openings.every((opening) => opening === null)) return unknownError(searchId);
  const ended = (await searches.readResult(searchId)) !== null || (await haveAllEnded(searches, searchId));
  if (ended) return notRunning(searchId, 'completed');
  const [resume, then] = [commandText('resume', searchId), commandText(wanted, searchId)];
  const what = wanted === 'stop' ? 'ends' : 'pauses';
  return new UserError(
    'ServerUnavailable',
    `${searchId} was interrupted: ${resume} starts it, then ${then} ${what} it`,
  );
}

function describe(wanted: Control, searchId: string, running: string, said: string): string[] {
  const resume = commandLine('resume', searchId);
  const next = {
    pause: [`go on: ${resume}`],
    stop: [`watch its end:  ${resume}`, `see the result: ${commandLine('status', searchId)}`],
  };
  return [printable(`${running}: ${said}`), ...next[wanted]];
}
