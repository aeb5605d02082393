import { findSearch, type FoundSearch } from '../../client/find-search.js';
import { unknownError } from '../../client/records.js';
import { restartSearch } from '../../client/restart-search.js';
import { runningChild } from '../../client/running-child.js';
import { SearchFailed } from '../../client/search-failed.js';
import { unpause } from '../../client/updates.js';
import { COMPARISON } from '../../contracts/search/strategy.js';
import type { FollowedSearch, FollowOptions } from '../following/followed-search.js';
import { createDisplay } from '../following/progress-display.js';
import { runAndFollow, type FollowSession } from '../following/run-and-follow.js';
import { loadProject } from '../project/project.js';
import { checkOut } from '../results/out-folder.js';
import { outcomeOf, printOutcome } from '../results/outcome.js';
import { commandLine } from '../../client/text.js';

/** `coaxial resume`: does what is needed for a search to run, then follows it. @returns the exit code. */
export async function resume(searchId: string, options: FollowOptions): Promise<number> {
  const display = createDisplay({ stream: options.json ? process.stderr : process.stdout });
  const project = await loadProject();
  if (options.out !== undefined) await checkOut(options.out);
  const search: FollowedSearch = { project, searchId, begun: true, options, display };
  return runAndFollow(search, async (server) => {
    const found = await findSearch(server.client, project.store().searches, searchId);
    if (found === null) throw unknownError(searchId);
    const outcome = await outcomeOf(server, found);
    if (outcome === null) return (session) => makeRun(session, search, found);
    display.note(`${searchId} has ended`);
    await printOutcome(server, searchId, outcome, options);
    const extended = outcome.result.searchId;
    display.note(
      `go on with ${outcome.comparison ? 'its best search' : 'it'}: ${commandLine('extend', extended, '--max-trials', '+100')}`,
    );
    return 0;
  });
}

/** Restarts an ended or lost search from its record, or resumes a paused one. @returns its workflow's type */
async function makeRun(
  session: FollowSession,
  { project, display }: FollowedSearch,
  found: FoundSearch,
): Promise<string> {
  const { searchId, workflow, execution } = found;
  const isComparison = workflow === COMPARISON;
  if (execution !== 'RUNNING') {
    if (isComparison) await awaitChildren(session, searchId);
    display.note(`${searchId} ${howEnded(found)} and is started again from its record`);
    const { queue } = project.settings.search;
    await restartSearch(session.client, project.store().searches, found, { taskQueue: queue });
    return workflow;
  }
  display.note(`search ${searchId}`);
  const paused = isComparison ? await runningChild(session.client, searchId) : searchId;
  const said = paused === null ? null : await unpause(session.client, paused);
  if (said !== null) display.note(said);
  return workflow;
}

function howEnded({ execution }: FoundSearch): string {
  return execution === null ? 'is unknown to the server' : `has ended (${execution.toLowerCase().replace('_', ' ')})`;
}

/** A search of an ended comparison may still be ending, or was resumed by itself. */
async function awaitChildren(session: FollowSession, comparison: string): Promise<void> {
  const { client } = session;
  for (let child = await runningChild(client, comparison); child; child = await runningChild(client, comparison)) {
    try {
      if ((await session.follow(child)) === null) return;
    } catch (error) {
      if (!(error instanceof SearchFailed)) throw error;
    }
  }
}
