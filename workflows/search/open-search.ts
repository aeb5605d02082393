import { setCurrentDetails, setHandler, workflowInfo, defineQuery } from '@temporalio/workflow';
import { z } from 'zod';
import { QUERIES } from '../../contracts/control.js';
import type { Leader, SearchProgress } from '../../contracts/search.js';
import { searchInputSchema, type ParsedSearchInput, type SearchInput } from '../../contracts/search-input.js';
import { budgetSchema, type Budget } from '../../contracts/search-plan.js';
import type { Strategy } from '../../contracts/strategy.js';
import { countSpan } from './active-clock.js';
import { planSearch, profileDataset } from './activities.js';
import { Calls } from './calls.js';
import { handleUpdates } from './controls.js';
import { describeModules } from './describe-modules.js';
import { progressMarkdown } from './details.js';
import { parseArgument } from './failures.js';
import { Search } from './search.js';
import { extend, newState, type SearchState } from './state.js';
import { Troubles } from './troubles.js';

const progressQuery = defineQuery<SearchProgress>(QUERIES.progress);
const leaderboardQuery = defineQuery<Leader[]>(QUERIES.leaderboard);

/** A search's state from an earlier run of the same workflow, or from its record: nobody types it. */
export interface Continued {
  continued: SearchState;
  /** A search that has ended goes on with this budget. */
  extension?: Budget;
}

const continuedSchema = z.object({
  continued: z.custom<SearchState>((value) => typeof value === 'object' && value !== null),
  extension: budgetSchema.optional(),
});

const EXAMPLE = '{"data": "examples/data/penguins.csv", "target": "species"}';

/** Starts a search from what a person typed, or goes on with one from an earlier run. */
export async function openSearch(strategy: Strategy, argument: SearchInput | Continued): Promise<Search> {
  const continued = continuedSchema.safeParse(argument);
  let search = continued.success ? new Search(reopened(continued.data)) : null;
  let profiling = startingProgress(strategy, null);
  setHandler(progressQuery, () => search?.progress() ?? profiling, {
    description: 'Where the search stands: phase, axis and step, trials, time, the best so far. Takes no argument.',
  });
  setHandler(leaderboardQuery, () => search?.progress().leaders ?? [], {
    description: 'The best trials so far, best first: score, spread, paradigm, columns, axis. Takes no argument.',
  });
  handleUpdates(() => search);
  if (search) {
    // Should it be lost before its first step, it is gone on with under the new budget.
    if (continued.data?.extension) await search.recordChange(true);
    return search;
  }
  const input = parseArgument(searchInputSchema, argument, EXAMPLE);
  profiling = startingProgress(strategy, input);
  const { workflowId: searchId } = workflowInfo();
  const request = { searchId, strategy, input: argument };
  const profiled = await profileDataset(request);
  const troubles = new Troubles(() => {
    profiling = { ...profiling, troubles: troubles.list };
    setCurrentDetails(progressMarkdown(profiling));
  });
  const modules = await describeModules(profiled, { troubles, calls: new Calls(), onTrouble: input.onTrouble });
  const { plan } = await planSearch({ ...request, profile: profiled.profile, ...modules });
  const state = newState(plan);
  state.time = countSpan(state.time, profiled.span);
  search = new Search(state);
  return search;
}

function reopened({ continued, extension }: Continued): SearchState {
  if (extension) extend(continued, extension);
  return continued;
}

function startingProgress(strategy: Strategy, input: ParsedSearchInput | null): SearchProgress {
  return {
    searchId: workflowInfo().workflowId,
    strategy,
    phase: 'profiling',
    paused: false,
    axis: null,
    step: 0,
    note: '',
    metric: null,
    trials: { total: 0, reused: 0, failed: 0 },
    maxTrials: input?.maxTrials ?? null,
    seconds: 0,
    maxSeconds: input?.maxTime ?? null,
    axes: [],
    leaders: [],
    failures: [],
    troubles: [],
    warnings: [],
  };
}
