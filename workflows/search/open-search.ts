import {
  CancellationScope,
  defineQuery,
  isCancellation,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { z } from 'zod';
import { QUERIES } from '../../contracts/search/control.js';
import type { OnTrouble } from '../../contracts/module/module.js';
import type { Leader, SearchProgress } from '../../contracts/search/search.js';
import { searchInputSchema, type ParsedSearchInput, type SearchInput } from '../../contracts/search/search-input.js';
import { budgetSchema, type Budget } from '../../contracts/search/search-plan.js';
import type { Strategy } from '../../contracts/search/strategy.js';
import { countSpan } from '../policy/active-clock.js';
import { planSearch, profileDataset } from './activities.js';
import { oneAtATime } from '../policy/one-at-a-time.js';
import { PendingCalls } from '../policy/pending-calls.js';
import { handleUpdates } from './controls.js';
import { describeModules } from './describe-modules.js';
import { progressMarkdown } from '../policy/details.js';
import { checkSearchId, parseArgument, userFailure } from './failures.js';
import { Search } from './search.js';
import { extend, newState, type SearchState } from '../policy/state.js';
import { Troubles } from '../policy/troubles.js';

const progressQuery = defineQuery<SearchProgress>(QUERIES.progress);
const leaderboardQuery = defineQuery<Leader[]>(QUERIES.leaderboard);

/** A search's state from an earlier run of the same workflow, or from its record; never typed by a user. */
export interface Continued {
  continued: SearchState;
  /** The new budget of an ended search that continues. */
  extension?: Budget;
}

const continuedSchema = z.object({
  continued: z.custom<SearchState>((value) => typeof value === 'object' && value !== null),
  extension: budgetSchema.optional(),
});

const EXAMPLE = '{"data": "examples/data/penguins.csv", "target": "species"}';

/** Starts a search from a user's input, or continues one from an earlier run. */
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
  const opening = new Opening(() => profiling);
  handleUpdates({ search: () => search, stopOpening: () => opening.stop() });
  if (search) {
    // Recorded, so that it continues with the new budget if it is lost before its first step.
    if (continued.data?.extension) await search.recordChange(true);
    return search;
  }
  const input = parseArgument(searchInputSchema, argument, EXAMPLE);
  profiling = startingProgress(strategy, input);
  checkSearchId(workflowInfo().workflowId);
  const troubles = new Troubles(() => {
    profiling = { ...profiling, troubles: troubles.list };
    setCurrentDetails(progressMarkdown(profiling));
  });
  const state = await opening.run(() => planned(strategy, argument, input.onTrouble, troubles));
  search = new Search(state);
  return search;
}

/** Reads the data, gets the modules' descriptions, and plans the search. */
async function planned(
  strategy: Strategy,
  argument: unknown,
  onTrouble: OnTrouble,
  troubles: Troubles,
): Promise<SearchState> {
  const request = { searchId: workflowInfo().workflowId, strategy, input: argument };
  const profiled = await profileDataset(request);
  const modules = await describeModules(profiled, {
    troubles,
    pending: new PendingCalls(),
    onTrouble,
    inTurn: oneAtATime(),
  });
  const { plan } = await planSearch({ ...request, profile: profiled.profile, ...modules });
  const state = newState(plan);
  state.time = countSpan(state.time, profiled.span);
  return state;
}

/** The phase before a search tries its first candidate. If a person stops it then, it ends without a model. */
class Opening {
  private readonly scope = new CancellationScope();
  /** Why it has ended. */
  private ended: string | null = null;

  constructor(private readonly progress: () => SearchProgress) {}

  /** @throws ApplicationFailure (NoModel) if a person has stopped it; otherwise as `body` */
  async run<Result>(body: () => Promise<Result>): Promise<Result> {
    try {
      const result = await this.scope.run(body);
      if (this.ended === null) return result;
    } catch (error) {
      if (this.ended === null || !isCancellation(error)) throw error;
    }
    throw userFailure('NoModel', this.ended);
  }

  stop(): string {
    if (this.ended !== null) return this.ended;
    const { searchId, troubles } = this.progress();
    const waited = troubles.length === 0 ? '' : ` (${troubles.map(({ message }) => message).join('; ')})`;
    const what = `The search was stopped before its first trial, while its data and modules were looked at${waited}`;
    this.ended = `${what}: there is no model. "coaxial resume ${searchId}" begins it again`;
    this.scope.cancel();
    return this.ended;
  }
}

function reopened({ continued, extension }: Continued): SearchState {
  if (extension) extend(continued, extension);
  // Resuming a search that was stopped before it had a trial means to continue it.
  if (continued.stopped && !continued.base) {
    continued.stopped = false;
    continued.cutShort = null;
  }
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
