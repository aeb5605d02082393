import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import { setTimeout as delay } from 'node:timers/promises';
import { comparisonResultSchema, type ComparisonResult } from '../../contracts/search/search.js';
import { childId, STRATEGIES, type Strategy } from '../../contracts/search/strategy.js';
import { followSearch } from './follow-search.js';
import { optionsNamed } from '../input/option-names.js';
import type { ProgressDisplay } from './progress-display.js';
import { SearchFailed } from '../../client/search-failed.js';
import type { Session } from '../processes/session.js';
import { awaitResult, isServerLost } from '../../client/watch-search.js';

/** Interval between two checks for a strategy that has not started yet. */
const LOOK_MS = 200;

/**
 * Shows the strategies of a comparison one after the other.
 *
 * @returns its result, or null if the signal ended the watching.
 * @throws SearchFailed if the comparison failed.
 */
export async function followComparison(
  session: Session,
  searchId: string,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<ComparisonResult | null> {
  for (const strategy of Object.keys(STRATEGIES) as Strategy[]) {
    const child = childId(searchId, strategy);
    if (!(await hasBegun(session, child, searchId, signal))) continue;
    display.note(`${strategy}: search ${child}`);
    try {
      if ((await followSearch(session, child, display, signal)) === null) return null;
    } catch (error) {
      if (!(error instanceof SearchFailed)) throw error;
      display.note(`${strategy}: ${optionsNamed(error.message)}`);
    }
  }
  const { client, reviveServer } = session;
  return awaitResult({ client, searchId, onServerLost: reviveServer }, signal, (result) =>
    comparisonResultSchema.parse(result),
  );
}

/** Waits for a strategy's search to start; false if the comparison ends without it. */
async function hasBegun(session: Session, child: string, comparison: string, signal: AbortSignal): Promise<boolean> {
  const { workflow } = session.client;
  while (!signal.aborted) {
    try {
      if ((await statusOf(workflow.getHandle(child))) !== null) return true;
      if ((await statusOf(workflow.getHandle(comparison))) !== 'RUNNING') return false;
    } catch (error) {
      if (!isServerLost(error)) throw error;
      await session.reviveServer();
    }
    await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

/** Null if there is no such workflow yet. */
async function statusOf(handle: WorkflowHandle): Promise<string | null> {
  try {
    return (await handle.describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
