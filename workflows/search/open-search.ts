import { setHandler, workflowInfo, defineQuery } from '@temporalio/workflow';
import { z } from 'zod';
import { searchInputSchema, type SearchInput, type SearchProgress, type Strategy } from '../../contracts/search.js';
import { countSpan } from './active-clock.js';
import { profileDataset } from './activities.js';
import { parseArgument } from './failures.js';
import { Search } from './search.js';
import { newState, type SearchState } from './state.js';

const progressQuery = defineQuery<SearchProgress>('progress');

/** A search's state from an earlier run of the same workflow: nobody types it. */
export interface Continued {
  continued: SearchState;
}

const continuedSchema = z.object({
  continued: z.custom<SearchState>((value) => typeof value === 'object' && value !== null),
});

const EXAMPLE = '{"data": "examples/data/penguins.csv", "target": "species"}';

/** Starts a search from what a person typed, or goes on with one from an earlier run. */
export async function openSearch(strategy: Strategy, argument: SearchInput | Continued): Promise<Search> {
  const continued = continuedSchema.safeParse(argument);
  let search = continued.success ? new Search(continued.data.continued) : null;
  const profiling = startingProgress(strategy);
  setHandler(progressQuery, () => search?.progress() ?? profiling, {
    description: 'Where the search stands: phase, axis and step, trials, time, the best so far. Takes no argument.',
  });
  if (search) return search;
  parseArgument(searchInputSchema, argument, EXAMPLE);
  const { workflowId: searchId } = workflowInfo();
  const { plan, span } = await profileDataset({ searchId, strategy, input: argument });
  const state = newState(strategy, plan);
  state.time = countSpan(state.time, span);
  search = new Search(state);
  return search;
}

function startingProgress(strategy: Strategy): SearchProgress {
  return {
    searchId: workflowInfo().workflowId,
    strategy,
    phase: 'profiling',
    axis: null,
    step: 0,
    note: '',
    metric: null,
    trials: { total: 0, reused: 0, failed: 0 },
    maxTrials: null,
    seconds: 0,
    maxSeconds: null,
    leaders: [],
    warnings: [],
  };
}
