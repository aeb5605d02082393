import type { NewBudget } from '../../contracts/search/control.js';
import { UserError } from '../../contracts/errors.js';
import type { SearchProgress } from '../../contracts/search/search.js';
import { childIds, COMPARISON } from '../../contracts/search/strategy.js';
import {
  budgetText,
  countedFrom,
  extendedBudget,
  limitOf,
  nothingLeft,
  type Taken,
} from '../../client/budget-change.js';
import type { BudgetChange } from '../../client/limit-change.js';
import { runAndFollow, type MakeRun, type FollowSession } from '../following/run-and-follow.js';
import type { FollowOptions, FollowedSearch } from '../following/followed-search.js';
import { checkOut } from '../results/out-folder.js';
import { createDisplay } from '../following/progress-display.js';
import { loadProject } from '../project/project.js';
import { restartSearch } from '../../client/restart-search.js';
import { findSearch, type FoundSearch } from '../../client/find-search.js';
import { unknownError } from '../../client/records.js';
import { commandLine, commandText } from '../text/text.js';
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
    say(search, await sendUpdate(client, searchId, 'setBudget', newBudget(progress, options)));
    return 0;
  });
}

/** Restarts a search that does not run, with its new budget. */
function reopen(search: FollowedSearch, found: FoundSearch, change: BudgetChange): MakeRun {
  const { searchId, state, result, workflow } = found;
  if (state === null) {
    const resume = commandText('resume', searchId);
    throw new UserError(
      'InvalidInput',
      `${searchId} has made no step that it could go on from; ${resume} starts it again`,
    );
  }
  const taken: Taken = {
    trials: result?.trials.total ?? state.counts.total,
    seconds: result?.seconds ?? state.time.seconds,
  };
  const from = countedFrom(taken, state.budget, result !== null);
  const { budget, lifted } = extendedBudget(state, taken, from, change);
  return async ({ client }) => {
    for (const line of lifted) search.display.note(line);
    search.display.note(`${searchId} goes on: ${budgetText(budget)}, counted from its start`);
    await restartSearch(client, search.project.store().searches, found, budget);
    return workflow;
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

/** The argument of the update of a running search. */
function newBudget(progress: SearchProgress, { maxTrials, maxTime }: BudgetChange): NewBudget {
  const taken = { trials: progress.trials.total, seconds: progress.seconds };
  const from = countedFrom(taken, progress, false);
  const budget: NewBudget = {
    ...(maxTrials && { maxTrials: limitOf(maxTrials, from.trials) }),
    ...(maxTime && { maxTime: limitOf(maxTime, from.seconds) }),
  };
  const { maxTrials: trials = null, maxTime: seconds = null } = budget;
  const isSpent = (trials !== null && trials <= taken.trials) || (seconds !== null && Number(seconds) <= taken.seconds);
  if (isSpent) throw nothingLeft(taken, { maxTrials: trials, maxSeconds: seconds === null ? null : Number(seconds) });
  return budget;
}

function say({ searchId, options }: FollowedSearch, said: string): void {
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
