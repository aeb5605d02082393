import { UserError } from '../contracts/errors.js';
import type { SearchProgress, SearchResult } from '../contracts/search.js';
import { configuredEndpoint, type Endpoint } from '../server/endpoint.js';
import { runningEndpoint } from '../server/start.js';
import { searchUrl } from './client.js';
import { leaderboard } from './leaderboard.js';
import { progressLine } from './progress-text.js';
import { loadProject } from './project.js';
import { askForSearch, progressFromRecord } from './search-status.js';
import { resultJson, summaryLines } from './summary.js';
import { printable } from './text.js';

/** `interrupted`: it left no result, and no server runs that could go on with it. */
type Status = 'running' | 'interrupted' | 'completed' | 'failed' | 'canceled' | 'terminated' | 'timed_out' | 'unknown';

/** `coaxial status`: from the search that runs, else from what it left in the store. @returns the exit code. */
export async function status(searchId: string, { json = false }: { json?: boolean }): Promise<number> {
  const project = await loadProject();
  const { searches } = project.store();
  const endpoint = configuredEndpoint(project.settings.profile) ?? (await runningEndpoint(project.home));
  const asked = endpoint && (await askForSearch(endpoint, searchId));
  const result = asked ? asked.result : await searches.readResult(searchId);
  const progress = asked?.progress ?? (await progressFromRecord(searches, searchId));
  if (!asked && !result && !progress) {
    const server = endpoint === null ? 'no server runs' : `the server at ${endpoint.connection.address} knows none`;
    throw new UserError('InvalidInput', `there is no search ${searchId}: ${server}, and the store has no record of it`);
  }
  const state = result ? 'completed' : asked ? statusName(asked.status) : 'interrupted';
  const told: Told = { searchId, state, progress, result, failure: asked?.failure ?? null };
  const lines = json ? [statusJson(told)] : describe(told, endpoint);
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function statusName(name: string): Status {
  const lower = name.toLowerCase();
  return (
    (['running', 'completed', 'failed', 'canceled', 'terminated', 'timed_out'] as const).find((one) => one === lower) ??
    'unknown'
  );
}

interface Told {
  searchId: string;
  state: Status;
  progress: SearchProgress | null;
  result: SearchResult | null;
  failure: string | null;
}

function statusJson({ searchId, state, progress, result, failure }: Told): string {
  if (result) return JSON.stringify({ status: state, ...(JSON.parse(resultJson(result)) as object) });
  return JSON.stringify({ status: state, ...(failure !== null && { failure }), ...(progress ?? { searchId }) });
}

function describe({ searchId, state, progress, result, failure }: Told, endpoint: Endpoint | null): string[] {
  const url = endpoint && searchUrl(endpoint, searchId);
  const how = state === 'failed' ? `failed: ${failure}` : (failure ?? state);
  const head = printable(`${searchId}: ${how}`);
  if (result) return [head, ...summaryLines(result, url)];
  return [
    head,
    ...(progress ? [progressLine(progress, progress.seconds)] : []),
    ...(progress?.metric && progress.leaders.length > 0 ? ['', leaderboard(progress.leaders, progress.metric)] : []),
    ...(url === null ? [] : ['', `web ui    ${url}`]),
    ...(state === 'interrupted' ? ['', 'no server runs that knows more; "coaxial up" starts one and goes on'] : []),
  ];
}
