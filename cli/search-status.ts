import { WorkflowNotFoundError, type WorkflowExecutionStatusName } from '@temporalio/client';
import {
  searchProgressSchema,
  searchResultSchema,
  type SearchProgress,
  type SearchResult,
} from '../contracts/search.js';
import type { Endpoint } from '../server/endpoint.js';
import type { SearchRecords } from '../storage/searches.js';
import { countTrials } from '../workflows/search/trials.js';
import { newState } from '../workflows/search/state.js';
import { connectClient } from './client.js';

/** How long workers may take to say where a search stands. */
const QUERY_PATIENCE_MS = 5_000;

/** What the server says of a search. */
export interface ServerStatus {
  status: WorkflowExecutionStatusName;
  /** Null where no worker answers. */
  progress: SearchProgress | null;
  result: SearchResult | null;
}

/** Asks the server; null where it knows no such search. */
export async function askForSearch(endpoint: Endpoint, searchId: string): Promise<ServerStatus | null> {
  const { client, close } = await connectClient(endpoint);
  try {
    const handle = client.workflow.getHandle(searchId);
    const { status } = await handle.describe();
    const result = status.name === 'COMPLETED' ? searchResultSchema.safeParse(await handle.result()).data : undefined;
    const progress =
      status.name === 'RUNNING'
        ? await client
            .withDeadline(Date.now() + QUERY_PATIENCE_MS, () => handle.query<unknown>('progress'))
            .then((answer) => searchProgressSchema.parse(answer))
            .catch(() => null) // no worker runs: what the store has is shown
        : null;
    return { status: status.name, progress, result: result ?? null };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  } finally {
    await close();
  }
}

/** Where a search stands by its steps in the store; null where there is none of this id. */
export async function progressFromRecord(records: SearchRecords, searchId: string): Promise<SearchProgress | null> {
  const plan = await records.readPlan(searchId);
  if (plan === null) return null;
  const steps = await records.readSteps(searchId, 0, await records.countSteps(searchId));
  const state = newState('sequential', plan);
  for (const step of steps) countTrials(state, step.trials);
  const last = steps.at(-1);
  return {
    searchId,
    strategy: state.strategy,
    phase: 'searching',
    axis: last?.axis ?? null,
    step: last ? last.step + 1 : 0,
    note: last?.note ?? '',
    metric: plan.metric,
    trials: state.counts,
    maxTrials: plan.maxTrials,
    seconds: last?.seconds ?? 0,
    maxSeconds: plan.maxSeconds,
    leaders: state.leaders,
    warnings: plan.warnings,
  };
}
