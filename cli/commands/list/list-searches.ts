import type { Metric } from '../../../contracts/metric.js';
import type { TrialCounts } from '../../../contracts/search/search.js';
import { COMPARISON, STRATEGIES, type Strategy } from '../../../contracts/search/strategy.js';
import { configuredEndpoint } from '../../../server/endpoint.js';
import { listExecutions, type ExecutionInfo } from '../../../server/list-executions.js';
import type { SearchOpening, SearchRecords } from '../../../storage/searches.js';
import { inParallel } from '../../../storage/files/walk.js';
import { statusName, type Status } from '../../searches/search-status.js';
import { haveAllEnded, readRecord } from '../../../client/records.js';
import { withClientIfAnswers } from '../../project/client.js';
import { existingServer } from '../../project/existing-server.js';
import type { Project } from '../../project/project.js';
import { isFormExample, WORKFLOW_TYPES } from '../../searches/form-example.js';

/** A line of `coaxial list`. */
export interface Listed {
  searchId: string;
  strategy: Strategy | 'comparison';
  status: Status;
  /** Null if the store has no record of it yet. */
  trials: TrialCounts | null;
  /** In cross-validation. */
  best: { metric: Metric; score: number } | null;
  /** ISO 8601. */
  started: string;
}

/** All runs of searches and comparisons that the server knows; none where none answers. */
export async function executionsOf(project: Project): Promise<ExecutionInfo[]> {
  const query = `WorkflowType IN (${WORKFLOW_TYPES.map((type) => `'${type}'`).join(', ')})`;
  const configured = configuredEndpoint(project.settings.profile);
  const listed = configured === null ? await listExecutions(project.home, query) : null;
  const runs = listed ?? (await listByClient(project, query));
  return runs.filter(({ workflowId }) => !isFormExample(workflowId));
}

async function listByClient(project: Project, query: string): Promise<ExecutionInfo[]> {
  const endpoint = await existingServer(project);
  if (endpoint === null) return [];
  const runs = await withClientIfAnswers(endpoint, 'this is what the store knows', async ({ workflow }) => {
    const found: ExecutionInfo[] = [];
    for await (const { workflowId, type, status, startTime } of workflow.list({ query })) {
      found.push({ workflowId, type, status: status.name, startTime });
    }
    return found;
  });
  return runs ?? [];
}

/** All searches, the latest first. */
export async function listSearches(searches: SearchRecords, runs: readonly ExecutionInfo[]): Promise<Listed[]> {
  const openings = new Map((await searches.list()).map((opening) => [opening.searchId, opening]));
  const runsOf = new Map<string, ExecutionInfo[]>();
  for (const run of runs) runsOf.set(run.workflowId, [...(runsOf.get(run.workflowId) ?? []), run]);
  const ids = [...new Set([...openings.keys(), ...runsOf.keys()])];
  const listed = await inParallel(ids, (id) => listOne(searches, id, openings.get(id), runsOf.get(id) ?? []));
  return listed.sort((a, b) => b.started.localeCompare(a.started));
}

async function listOne(
  searches: SearchRecords,
  searchId: string,
  opening: SearchOpening | undefined,
  runs: readonly ExecutionInfo[],
): Promise<Listed> {
  // A search can have several runs: after a restart, or after continue-as-new.
  const inOrder = runs.toSorted((a, b) => a.startTime.getTime() - b.startTime.getTime());
  const last = inOrder.at(-1);
  const type = opening?.workflow ?? last!.type;
  const { state, result } = await readRecord(searches, searchId);
  const hasEnded = async (): Promise<boolean> =>
    result !== null || (type === COMPARISON && (await haveAllEnded(searches, searchId)));
  const ended = last ? last.status === 'COMPLETED' : await hasEnded();
  const best = result?.cvScore ?? state?.leaders.at(0)?.score;
  return {
    searchId,
    strategy: strategyOf(type),
    status: last ? statusName(last.status, state?.paused ?? false) : ended ? 'completed' : 'interrupted',
    trials: (ended ? result?.trials : state?.counts) ?? null,
    best: best === undefined ? null : { metric: (result?.metric ?? state?.plan.metric)!, score: best },
    started: opening?.at ?? inOrder[0].startTime.toISOString(),
  };
}

function strategyOf(type: string): Listed['strategy'] {
  const found = Object.entries(STRATEGIES).find(([, workflow]) => workflow === type);
  return found ? (found[0] as Strategy) : 'comparison';
}
