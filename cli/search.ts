import { basename } from 'node:path';
import pc from 'picocolors';
import type { SearchInput } from '../contracts/search-input.js';
import { COMPARISON, DEFAULT_STRATEGY } from '../contracts/strategy.js';
import { checkSearch } from './check-search.js';
import { searchUrl } from './client.js';
import { bestOf, followComparison } from './follow-comparison.js';
import { followSearch } from './follow-search.js';
import { INTERRUPTED, watchInterrupts } from './interrupt.js';
import { checkOut, copyResult } from './out-folder.js';
import { createDisplay, type ProgressDisplay } from './progress.js';
import { loadProject, type Project } from './project.js';
import { checkId, searchInput, type SearchOptions } from './search-options.js';
import { openSession, type Session } from './session.js';
import { endedError, newSearchId, startSearch } from './start-search.js';
import { comparisonJson, comparisonLines, resultJson, summaryLines } from './summary.js';
import { counted, printable, quoted } from './text.js';

/** A search to start, checked. */
interface Prepared {
  project: Project;
  /** The file as it was named. */
  path: string;
  options: SearchOptions;
  searchId: string;
  input: SearchInput;
}

/** `coaxial search`. @returns the exit code. */
export async function search(path: string, options: SearchOptions): Promise<number> {
  const display = createDisplay({ stream: options.json ? process.stderr : process.stdout });
  const prepared = await prepare(path, options, display);
  const interrupts = watchInterrupts();
  display.note('getting the server and the workers ready');
  const session = await openSession({
    project: prepared.project,
    stay: options.detach === true,
    log: (line) => display.note(line),
  });
  let leaveWorkers = false;
  try {
    if (interrupts.signal.aborted) return INTERRUPTED;
    if (!options.detach) return await run(prepared, session, display, interrupts.signal);
    await detach(prepared, session);
    leaveWorkers = true;
    return 0;
  } finally {
    await session.close({ leaveWorkers });
    interrupts.stop();
  }
}

/** All that can be wrong is looked at before a server or a worker starts. */
async function prepare(path: string, options: SearchOptions, display: ProgressDisplay): Promise<Prepared> {
  const dataName = basename(path);
  const unread = searchInput(options, path, dataName);
  const searchId = options.id === undefined ? newSearchId(dataName) : checkId(options.id);
  const project = await loadProject();
  if (options.out !== undefined) await checkOut(options.out);
  const { rows, columns, task, metric } = await checkSearch(path, unread, project.settings);
  const store = project.store();
  if (options.id !== undefined && (await store.searches.readResult(searchId))) throw endedError(searchId, 'completed');
  display.note(`${dataName}: ${counted(rows, 'row')}, ${counted(columns, 'column')}, ${task}, by ${metric}`);
  const ref = await store.artifacts.putFile(path);
  return { project, path, options, searchId, input: searchInput(options, ref, dataName) };
}

async function run(
  prepared: Prepared,
  session: Session,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<number> {
  const { searchId, input, options } = prepared;
  const { attached, workflowType } = await startSearch(session.client, searchId, options.strategy, input);
  const url = searchUrl(session.endpoint, searchId);
  display.note(attached ? `${searchId} was started before and goes on as it was then` : `search ${searchId}`);
  if (url !== null) display.note(`watch it at ${url}`);
  const comparison = workflowType === COMPARISON ? await followComparison(session, searchId, display, signal) : null;
  const result = comparison ? bestOf(comparison) : await followSearch(session, searchId, display, signal);
  if (result === null) {
    for (const line of comeBackLines(prepared, session.configured)) display.note(line);
    return INTERRUPTED;
  }
  const delivered = options.out === undefined ? result : await copyResult(result, options.out);
  if (options.json) process.stdout.write(`${comparison ? comparisonJson(comparison) : resultJson(delivered)}\n`);
  else {
    const lines = [
      ...(comparison ? comparisonLines(comparison) : []),
      ...summaryLines(delivered, url, !session.configured),
    ];
    process.stdout.write(`\n${lines.join('\n')}\n`);
  }
  return 0;
}

function comeBackLines({ searchId, path, options }: Prepared, configured: boolean): string[] {
  const strategy = options.strategy === DEFAULT_STRATEGY ? [] : ['--strategy', options.strategy];
  const words = ['coaxial', 'search', path, '--target', options.target, ...strategy, '--id', searchId];
  const command = words.map(quoted).join(' ');
  const where = configured ? 'on the server, where workers may go on with it' : 'on disk';
  return [
    `the search ${searchId} is not lost: it waits ${where}`,
    `go on and watch it here:     ${command}`,
    `go on with it in the Web UI: coaxial up`,
  ];
}

async function detach({ searchId, input, options }: Prepared, session: Session): Promise<void> {
  const { client, endpoint, workers } = session;
  await startSearch(client, searchId, options.strategy, input);
  const url = searchUrl(endpoint, searchId);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ searchId, url, pids: workers.pids })}\n`);
    return;
  }
  const stop = `kill ${workers.pids.join(' ')}`;
  const lines = [
    `search ${pc.bold(printable(searchId))} runs in the background`,
    ...(url === null ? [] : [`watch it at ${url}`]),
    `ask for it:       coaxial status ${quoted(searchId)}`,
    `stop its workers: ${stop}${session.configured ? '' : ' (and with them the server; "coaxial up" goes on)'}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
