import { UserError } from '../../contracts/errors.js';
import { childIds, COMPARISON } from '../../contracts/search/strategy.js';
import { newBudget, reopened } from '../../client/extend-search.js';
import type { BudgetChange } from '../../client/limit-change.js';
import { runAndFollow, type MakeRun, type FollowSession } from '../following/run-and-follow.js';
import type { FollowOptions, FollowedSearch } from '../following/followed-search.js';
import { checkOut } from '../results/out-folder.js';
import { createDisplay } from '../following/progress-display.js';
import { loadProject } from '../project/project.js';
import { restartSearch } from '../../client/restart-search.js';
import { findSearch, type FoundSearch } from '../../client/find-search.js';
import { unknownError } from '../../client/records.js';
import { commandLine, commandText } from '../../client/text.js';
import { askProgress, noAnswer, sendUpdate, unpause } from '../../client/updates.js';
import { print } from '../text/print.js';

export type ExtendOptions = FollowOptions & BudgetChange;

/** How long the workers of a running search may take to answer before they count as lost. */
const LOOK_PATIENCE_MS = 5_000;
const START_PATIENCE_MS = 60_000;

/** `coaxial extend`: another budget for a running or ended search. @returns the exit code. */
export async function extend(searchId: string, options: ExtendOptions): Promise<number> {
  const display = createDisplay({ stream: options.json ? process.stderr : process.stdout });
  if (!options.maxTrials && !options.maxTime) {
    throw new UserError('InvalidInput', 'name --max-trials, --max-time or both: +200 or +10m is so much more');
  }
  const project = await loadProject();
  if (options.out !== undefined) await checkOut(options.out);
  const search: FollowedSearch = { project, searchId, begun: true, options, display };
  return runAndFollow(search, async ({ client }) => {
    const found = await findSearch(client, project.store().searches, searchId);
    if (found === null) throw unknownError(searchId);
    if (found.workflow === COMPARISON) throw comparisonError(searchId);
    if (found.execution !== 'RUNNING') return reopen(search, found, options);
    const progress = await askProgress(client, searchId, LOOK_PATIENCE_MS);
    if (progress === null) return (session) => goOnWith(session, search, found, options);
    if (options.out !== undefined) throw runningError(searchId, options.out);
    printReply(search, await sendUpdate(client, searchId, 'setBudget', newBudget(progress, options)));
    return 0;
  });
}

/** Starts a search that does not run again, with what it may take from now on. */
function reopen({ project, display }: FollowedSearch, found: FoundSearch, change: BudgetChange): MakeRun {
  const { budget, said } = reopened(found, change);
  const options = { taskQueue: project.settings.search.queue, extension: budget };
  return async ({ client }) => {
    for (const line of said) display.note(line);
    await restartSearch(client, project.store().searches, found, options);
    return found.workflow;
  };
}

/** For a search that was interrupted, but still runs on the server. */
async function goOnWith(
  { client }: FollowSession,
  { display }: FollowedSearch,
  found: FoundSearch,
  change: BudgetChange,
) {
  const { searchId, workflow } = found;
  const said = await unpause(client, searchId);
  if (said !== null) display.note(said);
  const progress = await askProgress(client, searchId, START_PATIENCE_MS);
  if (progress === null) throw noAnswer(searchId);
  display.note(await sendUpdate(client, searchId, 'setBudget', newBudget(progress, change)));
  return workflow;
}

function printReply({ searchId, options }: FollowedSearch, said: string): void {
  const lines = options.json
    ? [JSON.stringify({ searchId, status: 'running', said })]
    : [`${searchId}: ${said}`, `watch it: ${commandLine('resume', searchId)}`];
  print(...lines);
}

function comparisonError(searchId: string): UserError {
  const ids = childIds(searchId).join(', ');
  return new UserError('InvalidInput', `${searchId} compares searches: extend one of them (${ids})`);
}

function runningError(searchId: string, out: string): UserError {
  const resume = commandText('resume', searchId, '--out', out);
  return new UserError('InvalidInput', `--out: ${searchId} runs; ${resume} copies what it delivers at its end`);
}
