import type { Client } from '@temporalio/client';
import { UserError } from '../contracts/errors.js';
import { COMPARISON } from '../contracts/strategy.js';
import { connectClient } from './client.js';
import { existingServer } from './existing-server.js';
import { loadProject, type Project } from './project.js';
import { childIds, runningChild } from './running-child.js';
import { executionOf, unknownError, type Execution } from './standing.js';
import { commandLine, printable } from './text.js';
import { askProgress, noAnswer, sendUpdate } from './worker-answers.js';

/** What people do to a search that runs. */
export type Control = 'pause' | 'stop';

const LOOK_PATIENCE_MS = 10_000;

/** `coaxial pause` and `coaxial stop`. @returns the exit code. */
export async function control(
  wanted: Control,
  searchId: string,
  { json = false }: { json?: boolean },
): Promise<number> {
  const project = await loadProject();
  const endpoint = await existingServer(project);
  if (endpoint === null) throw await absent(project, searchId);
  const { client, close } = await connectClient(endpoint);
  try {
    const execution = await executionOf(client, searchId);
    if (execution === null) throw await absent(project, searchId);
    const running = await runningSearch(client, searchId, execution);
    if ((await askProgress(client, running, LOOK_PATIENCE_MS)) === null) throw noAnswer(searchId);
    const said = await sendUpdate(client, running, wanted);
    const lines = json ? [JSON.stringify({ searchId: running, said })] : describe(wanted, searchId, running, said);
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  } finally {
    await close();
  }
}

/** The search that is meant: of a comparison the one that runs now. */
async function runningSearch(client: Client, searchId: string, { type, status }: Execution): Promise<string> {
  if (status !== 'RUNNING') {
    const how = status.toLowerCase().replace('_', ' ');
    throw new UserError('InvalidInput', `${searchId} does not run: it has ended (${how})`);
  }
  if (type !== COMPARISON) return searchId;
  const child = await runningChild(client, searchId);
  if (child !== null) return child;
  throw new UserError('InvalidInput', `${searchId} is between two of its searches: try again in a moment`);
}

/** For a search that no server knows: the store may. */
async function absent(project: Project, searchId: string): Promise<UserError> {
  const { searches } = project.store();
  const openings = await Promise.all([searchId, ...childIds(searchId)].map((id) => searches.readOpening(id)));
  return openings.every((opening) => opening === null) ? unknownError(searchId) : noAnswer(searchId);
}

function describe(wanted: Control, searchId: string, running: string, said: string): string[] {
  const resume = commandLine('resume', searchId);
  const next = {
    pause: [`go on: ${resume}`],
    stop: [`watch its end:  ${resume}`, `see the result: ${commandLine('status', searchId)}`],
  };
  return [printable(`${running}: ${said}`), ...next[wanted]];
}
