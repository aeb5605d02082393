import type { SearchProgress, SearchResult } from '../../contracts/search/search.js';
import { childIds, STRATEGIES, type Strategy } from '../../contracts/search/strategy.js';
import type { Endpoint } from '../../server/endpoint.js';
import type { SearchRecords } from '../../storage/searches.js';
import { searchUrl } from '../project/web-ui.js';
import { dataFinder } from '../results/data-json.js';
import { existingServer } from '../project/existing-server.js';
import { failureLines, leaderboard } from '../results/leaderboard.js';
import { progressLine } from '../following/progress-text.js';
import { loadProject } from '../project/project.js';
import { progressFromRecord, statusName, type Status } from '../searches/search-status.js';
import { unknownError } from '../../client/records.js';
import { resultJson, summaryLines, warningLines, type FindData } from '../results/summary.js';
import { commandLine } from '../../client/text.js';
import { printable } from '../text/text.js';
import { print } from '../text/print.js';

/** The status of a search, or of a comparison of strategies. */
export interface SearchStatus {
  searchId: string;
  state: Status;
  progress: SearchProgress | null;
  result: SearchResult | null;
  failure: string | null;
  /** It runs, but no worker answers. */
  silent: boolean;
  /** The strategies that a comparison has started; null for a search. */
  strategies: SearchStatus[] | null;
}

/** The server and the store. */
export interface Sources {
  endpoint: Endpoint | null;
  searches: SearchRecords;
}

/** `coaxial status`: from the running search, else from its record in the store. @returns the exit code. */
export async function status(searchId: string, { json = false }: { json?: boolean }): Promise<number> {
  const project = await loadProject();
  const store = project.store();
  const endpoint = await existingServer(project);
  const found = await readStatus(searchId, { endpoint, searches: store.searches });
  if (!found) throw unknownError(searchId);
  const lines = json ? [JSON.stringify(await jsonOf(found, dataFinder(store)))] : describe(found, endpoint);
  print(...lines);
  return 0;
}

/** Null if it is unknown. */
export async function readStatus(searchId: string, sources: Sources): Promise<SearchStatus | null> {
  const { endpoint, searches } = sources;
  const asked = endpoint && (await (await import('../searches/ask-server.js')).askForSearch(endpoint, searchId));
  const result = asked ? asked.result : await searches.readResult(searchId);
  const progress = asked?.progress ?? (await progressFromRecord(searches, searchId));
  const begun = result || progress ? null : await readStrategyStatuses(searchId, sources);
  const strategies = asked?.comparison || (begun && begun.length > 0) ? (begun ?? []) : null;
  // A search that was lost while it read its data has only its input in the store.
  if (!asked && !result && !progress && !strategies && !(await searches.readOpening(searchId))) return null;
  const state = result
    ? 'completed'
    : asked
      ? statusName(asked.status, progress?.paused ?? false)
      : comparisonStatus(strategies);
  const silent = state === 'running' && asked?.comparison === false && asked.progress === null;
  return { searchId, state, progress, result, failure: asked?.failure ?? null, silent, strategies };
}

async function readStrategyStatuses(searchId: string, sources: Sources): Promise<SearchStatus[]> {
  const names = Object.keys(STRATEGIES) as Strategy[];
  // A comparison's children have no children.
  if (names.some((strategy) => searchId.endsWith(`-${strategy}`))) return [];
  const found = await Promise.all(childIds(searchId).map((id) => readStatus(id, sources)));
  return found.filter((one) => one !== null);
}

/** Of a comparison that no server knows. */
function comparisonStatus(strategies: SearchStatus[] | null): Status {
  const all = strategies?.length === Object.keys(STRATEGIES).length;
  return all && strategies.every(({ state }) => state === 'completed') ? 'completed' : 'interrupted';
}

/** The searches that `coaxial resume` can restart. */
const GOES_ON: ReadonlySet<Status> = new Set([
  'paused',
  'interrupted',
  'failed',
  'cancelled',
  'terminated',
  'timed_out',
]);

async function jsonOf(found: SearchStatus, findData: FindData): Promise<object> {
  const { searchId, state, progress, result, failure, strategies } = found;
  if (result) return { status: state, phase: 'done', ...(await resultJson(result, findData)) };
  const why = failure !== null && { failure };
  if (strategies) {
    const each = await Promise.all(strategies.map((one) => jsonOf(one, findData)));
    return { status: state, ...why, searchId, strategies: each };
  }
  return {
    status: state,
    ...why,
    ...(progress ? { ...progress, best: progress.leaders.at(0) ?? null } : { searchId }),
  };
}

function describe(
  { searchId, state, progress, result, failure, silent, strategies }: SearchStatus,
  endpoint: Endpoint | null,
): string[] {
  const url = endpoint && searchUrl(endpoint, searchId);
  const how = state === 'failed' ? `failed: ${failure}` : (failure ?? state);
  const head = printable(`${searchId}: ${how}`);
  if (result) return [head, ...summaryLines(result, url)];
  if (strategies) return [head, ...strategies.flatMap((one) => ['', ...describe(one, endpoint)])];
  return [
    head,
    ...(progress ? [progressLine(progress, progress.seconds)] : []),
    ...(progress?.troubles ?? []).map(({ message }) => printable(message)),
    ...(progress?.metric && progress.leaders.length > 0 ? ['', leaderboard(progress.leaders, progress.metric)] : []),
    ...failureLines(progress?.failures ?? []),
    ...warningLines(progress?.warnings ?? []),
    ...(url === null ? [] : ['', `web ui    ${url}`]),
    ...(silent ? ['', 'no worker answers: this is what the store knows'] : []),
    ...(silent || GOES_ON.has(state) ? ['', `go on with it: ${commandLine('resume', searchId)}`] : []),
  ];
}
