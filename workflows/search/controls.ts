import { condition, defineUpdate, setHandler } from '@temporalio/workflow';
import { newBudgetSchema, UPDATES, type NewBudget } from '../../contracts/search/control.js';
import { parseArgument, userFailure } from './failures.js';
import type { Search } from './search.js';

const setBudget = defineUpdate<string, [NewBudget]>(UPDATES.setBudget);
const pause = defineUpdate<string>(UPDATES.pause);
const resume = defineUpdate<string>(UPDATES.resume);
const stop = defineUpdate<string>(UPDATES.stop);

const EXAMPLE = '{"maxTrials": 500} or {"maxTime": "1h"}';

/** The operations of a search that people can call. */
export interface Controlled {
  /** Null while the data are being read: other updates wait for it. */
  search: () => Search | null;
  /** Ends a search that has not started to try candidates. @returns what happens now, for people */
  stopOpening: () => string;
}

/** The updates of a running search. Each one returns a sentence that says what happens now. */
export function handleUpdates({ search, stopOpening }: Controlled): void {
  const changed = async (change: (search: Search) => string): Promise<string> => {
    await condition(() => search() !== null);
    const said = change(search()!);
    await search()!.recordChange();
    return said;
  };
  const whileSearching = (): void => {
    const why = search()?.whySettled() ?? null;
    if (why !== null) throw userFailure('InvalidInput', `${why}: nothing is left to change`);
  };
  setHandler(setBudget, async (budget) => changed((one) => one.setBudget(newBudgetSchema.parse(budget))), {
    validator: (budget) => {
      whileSearching();
      parseArgument(newBudgetSchema, budget, EXAMPLE);
    },
    description: `Changes the budget, counted from the start of the search: ${EXAMPLE}. null takes a limit away.`,
  });
  setHandler(pause, () => changed((one) => one.pause()), {
    validator: whileSearching,
    description: 'Begins no further trials until "resume"; those under way end. Takes no argument.',
  });
  setHandler(resume, () => changed((one) => one.resume()), {
    description: 'Goes on after "pause". Takes no argument.',
  });
  const stopped = async (): Promise<string> => {
    const one = search();
    if (one === null) return stopOpening();
    const said = one.stop();
    await one.recordChange();
    // After the change was written, so that the order is the same in a replay.
    one.cancelUnderWay();
    return said;
  };
  // Never refused: a second stop returns what the search still does.
  setHandler(stop, stopped, {
    description: 'Ends the search now with what there is: the best so far is delivered. Takes no argument.',
  });
}
