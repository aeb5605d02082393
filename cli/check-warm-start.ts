import { UserError } from '../contracts/errors.js';
import type { Task } from '../contracts/task.js';
import type { SearchRecords } from '../storage/searches.js';
import type { SearchState } from '../workflows/search/state.js';
import { commandText } from './text.js';

/** @throws UserError('InvalidInput') where the store has no such search, or it is of another task. */
export async function checkWarmStart(searches: SearchRecords, searchId: string, task: Task): Promise<void> {
  const refuse = (why: string): UserError => new UserError('InvalidInput', `--warm-start: ${why}`);
  const plan = await searches.readPlan(searchId);
  const state = (await searches.readState(searchId)) as SearchState | null;
  if (!plan || !state?.elite.length) {
    const list = commandText('list');
    throw refuse(`the store has no search ${searchId} with a completed trial (${list} names the searches there are)`);
  }
  if (plan.task !== task) throw refuse(`${searchId} is of a ${plan.task} task, this search of a ${task} one`);
}
