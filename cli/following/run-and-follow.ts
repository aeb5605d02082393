import { WorkflowFailedError } from '@temporalio/client';
import { COMPARISON } from '../../contracts/search/strategy.js';
import { searchUrl } from '../project/web-ui.js';
import { followComparison } from './follow-comparison.js';
import { followSearch } from './follow-search.js';
import { watchInterrupts } from '../processes/interrupt.js';
import { comparisonOutcome, printOutcome, type Outcome } from '../results/outcome.js';
import type { ProgressDisplay } from './progress-display.js';
import { SearchFailed } from '../../client/search-failed.js';
import { addWorkers, openServer, type ServerSession, type Session } from '../processes/session.js';
import { printDetached, printResumeHint, type FollowedSearch } from './followed-search.js';
import { commandText } from '../../client/text.js';
import { failedForGood } from '../../client/watch-search.js';

/** Optional behaviour while a search is started. */
export interface FollowSession extends Session {
  /** Shows a search until it ends; null if the user stops watching. */
  follow: (searchId: string) => Promise<Outcome | null>;
}

/** Makes a search run, once there are workers. @returns its workflow's type */
export type MakeRun = (session: FollowSession) => Promise<string>;

/**
 * Starts the home's server and workers, makes a search run, follows it and prints its result.
 *
 * @param look asks the server first, before any worker starts; returns an exit code if nothing more is to be done
 * @returns the exit code
 */
export async function runAndFollow(
  search: FollowedSearch,
  look: (server: ServerSession) => Promise<number | MakeRun>,
): Promise<number> {
  const { project, display, options } = search;
  const log = (line: string): void => display.note(line);
  const interrupts = watchInterrupts(() => log('stopping; a second Ctrl-C leaves at once'));
  const { signal } = interrupts;
  let server: ServerSession | undefined;
  let session: Session | undefined;
  let leaveWorkers = false;
  try {
    log('getting the server ready');
    server = await openServer({ project, log });
    if (signal.aborted) return printResumeHint(search, server);
    const begin = await look(server);
    if (typeof begin === 'number') return begin;
    log('getting the workers ready');
    session = await addWorkers(server, { stay: options.detach === true, log });
    if (signal.aborted) return printResumeHint(search, session);
    const code = await run(search, session, begin, signal);
    leaveWorkers = options.detach === true && code === 0;
    return code;
  } catch (error) {
    // The failure may be caused by Ctrl-C.
    if (!signal.aborted) throw error;
    return printResumeHint(search, server);
  } finally {
    await (session ? session.close({ leaveWorkers }) : server?.close());
    interrupts.stop();
  }
}

async function run(search: FollowedSearch, session: Session, begin: MakeRun, signal: AbortSignal): Promise<number> {
  const { searchId, display, options } = search;
  const follow = (id: string): Promise<Outcome | null> => followOne(session, id, display, signal);
  const workflowType = await begin({ ...session, follow });
  search.begun = true;
  if (signal.aborted) return printResumeHint(search, session);
  if (options.detach) return printDetached(search, session);
  const url = searchUrl(session.endpoint, searchId);
  if (url !== null) display.note(`watch it at ${url}`);
  const following = workflowType === COMPARISON ? followAll(session, searchId, display, signal) : follow(searchId);
  const outcome = await following.catch((error: unknown) => {
    throw withHint(error, searchId);
  });
  if (outcome === null) return printResumeHint(search, session);
  await printOutcome(session, searchId, outcome, options);
  return 0;
}

async function followOne(
  session: Session,
  searchId: string,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<Outcome | null> {
  const result = await followSearch(session, searchId, display, signal);
  return result && { result, comparison: null };
}

async function followAll(
  session: Session,
  searchId: string,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<Outcome | null> {
  const comparison = await followComparison(session, searchId, display, signal);
  return comparison && comparisonOutcome(comparison);
}

/** Whether an ended search can be continued. */
function withHint(error: unknown, searchId: string): unknown {
  const ended = error instanceof SearchFailed ? error.cause : null;
  if (!(ended instanceof WorkflowFailedError) || failedForGood(ended)) return error;
  const { message } = error as SearchFailed;
  return new SearchFailed(`${message} (${commandText('resume', searchId)} goes on with it)`, { cause: ended });
}
