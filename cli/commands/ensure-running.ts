import { COMPARISON } from '../../contracts/search/strategy.js';
import type { Conductor } from '../following/run-and-follow.js';
import type { Subject } from '../following/unfollow.js';
import { restartSearch } from '../../client/restart-search.js';
import { runningChild } from '../../client/running-child.js';
import { SearchFailed } from '../../client/search-failed.js';
import type { Standing } from '../../client/look-up.js';
import { unpause } from '../../client/updates.js';

/** Does what it takes for a search to run. @returns its workflow's type */
export async function goOn(session: Conductor, { project, display }: Subject, standing: Standing): Promise<string> {
  const { searchId, workflow, execution } = standing;
  const isComparison = workflow === COMPARISON;
  if (execution !== 'RUNNING') {
    if (isComparison) await outlive(session, searchId);
    display.note(`${searchId} ${howEnded(standing)} and is started again from its record`);
    await restartSearch(session.client, project.store().searches, standing);
    return workflow;
  }
  display.note(`search ${searchId}`);
  const paused = isComparison ? await runningChild(session.client, searchId) : searchId;
  const said = paused === null ? null : await unpause(session.client, paused);
  if (said !== null) display.note(said);
  return workflow;
}

function howEnded({ execution }: Standing): string {
  return execution === null ? 'is unknown to the server' : `has ended (${execution.toLowerCase().replace('_', ' ')})`;
}

/** A search of a comparison that has ended may still be about to end too, or was gone on with by itself. */
async function outlive(session: Conductor, comparison: string): Promise<void> {
  const { client } = session;
  for (let child = await runningChild(client, comparison); child; child = await runningChild(client, comparison)) {
    try {
      if ((await session.follow(child)) === null) return;
    } catch (error) {
      if (!(error instanceof SearchFailed)) throw error;
    }
  }
}
