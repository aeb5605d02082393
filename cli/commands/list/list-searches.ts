import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { Metric } from '../../../contracts/metric.js';
import type { TrialCounts } from '../../../contracts/search/search.js';
import { COMPARISON, STRATEGIES, type Strategy } from '../../../contracts/search/strategy.js';
import type { SearchOpening, SearchRecords } from '../../../storage/searches.js';
import { inParallel } from '../../../storage/files/walk.js';
import { statusName, type Status } from '../../searches/search-status.js';
import { haveAllEnded, readRecord } from '../../../client/records.js';
import { isFormExample, WORKFLOW_TYPES } from '../../searches/form-example.js';

/** A line of `coaxial list`. */
export interface Listed {
  searchId: string;
  strategy: Strategy | 'comparison';
  status: Status;
  /** Null where the store has no record of it, or none yet. */
  trials: TrialCounts | null;
  /** In cross-validation. */
  best: { metric: Metric; score: number } | null;
  /** ISO 8601. */
  started: string;
}

type Execution = Pick<WorkflowExecutionInfo, 'workflowId' | 'type' | 'status' | 'startTime'>;

/** All runs of searches and comparisons that the server knows. */
export async function executionsOf(client: Client): Promise<Execution[]> {
  const types = WORKFLOW_TYPES.map((type) => `'${type}'`).join(', ');
  const runs: Execution[] = [];
  for await (const run of client.workflow.list({ query: `WorkflowType IN (${types})` })) {
    if (!isFormExample(run.workflowId)) runs.push(run);
  }
  return runs;
}

/** All searches, the latest first. */
export async function listSearches(searches: SearchRecords, runs: readonly Execution[]): Promise<Listed[]> {
  const openings = new Map((await searches.list()).map((opening) => [opening.searchId, opening]));
  const runsOf = new Map<string, Execution[]>();
  for (const run of runs) runsOf.set(run.workflowId, [...(runsOf.get(run.workflowId) ?? []), run]);
  const ids = [...new Set([...openings.keys(), ...runsOf.keys()])];
  const listed = await inParallel(ids, (id) => listOne(searches, id, openings.get(id), runsOf.get(id) ?? []));
  return listed.sort((a, b) => b.started.localeCompare(a.started));
}

async function listOne(
  searches: SearchRecords,
  searchId: string,
  opening: SearchOpening | undefined,
  runs: readonly Execution[],
): Promise<Listed> {
  // A search may have been started again, and a long one goes on in a new run.
  const inOrder = runs.toSorted((a, b) => a.startTime.getTime() - b.startTime.getTime());
  const last = inOrder.at(-1);
  const type = opening?.workflow ?? last!.type;
  const { state, result } = await readRecord(searches, searchId);
  const hasEnded = async (): Promise<boolean> =>
    result !== null || (type === COMPARISON && (await haveAllEnded(searches, searchId)));
  const ended = last ? last.status.name === 'COMPLETED' : await hasEnded();
  const best = result?.cvScore ?? state?.leaders.at(0)?.score;
  return {
    searchId,
    strategy: strategyOf(type),
    status: last ? statusName(last.status.name, state?.paused ?? false) : ended ? 'completed' : 'interrupted',
    trials: (ended ? result?.trials : state?.counts) ?? null,
    best: best === undefined ? null : { metric: (result?.metric ?? state?.plan.metric)!, score: best },
    started: opening?.at ?? inOrder[0].startTime.toISOString(),
  };
}

function strategyOf(type: string): Listed['strategy'] {
  const found = Object.entries(STRATEGIES).find(([, workflow]) => workflow === type);
  return found ? (found[0] as Strategy) : 'comparison';
}
