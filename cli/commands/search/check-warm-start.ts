import { loadContext } from '../../../training/data/search-loader.js';
import { UserError } from '../../../contracts/errors.js';
import type { Task } from '../../../contracts/task.js';
import type { Store } from '../../../storage/store.js';
import type { SearchState } from '../../../workflows/policy/state.js';
import { commandText } from '../../../client/text.js';

/** @throws UserError('InvalidInput') if the store has no such search, or it has another task or other columns. */
export async function checkWarmStart(
  store: Store,
  searchId: string,
  { task, columns }: { task: Task; columns: readonly string[] },
): Promise<void> {
  const refuse = (why: string): UserError => new UserError('InvalidInput', `--warm-start: ${why}`);
  const plan = await store.searches.readPlan(searchId);
  const state = (await store.searches.readState(searchId)) as SearchState | null;
  if (!plan || !state?.elite.length) {
    const list = commandText('list');
    throw refuse(`the store has no search ${searchId} with a completed trial (${list} names the searches there are)`);
  }
  if (plan.task !== task) throw refuse(`${searchId} is of a ${plan.task} task, this search of a ${task} one`);
  const earlier = await loadContext(store, plan.contextRef);
  if (!earlier.columns.some(({ name }) => columns.includes(name))) {
    throw refuse(
      `no column of ${searchId} is in this data (it has ${someOf(earlier.columns.map(({ name }) => name))})`,
    );
  }
}

const MOST_NAMED = 10;

function someOf(names: readonly string[]): string {
  return [...names.slice(0, MOST_NAMED), ...(names.length > MOST_NAMED ? ['…'] : [])].join(', ');
}
