import type { SearchProgress } from '../../contracts/search/search.js';
import type { SearchRecords } from '../../storage/searches.js';
import { progressOf } from '../../workflows/policy/progress.js';
import { newState, type SearchState } from '../../workflows/policy/state.js';

/** `interrupted`: it has no result, and no server knows it. */
export type Status =
  'running' | 'paused' | 'interrupted' | 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed_out' | 'unknown';

/** @param name a `WorkflowExecutionStatusName` of Temporal */
export function statusName(name: string, paused: boolean): Status {
  if (name === 'RUNNING') return paused ? 'paused' : 'running';
  const ended = ['completed', 'failed', 'cancelled', 'terminated', 'timed_out'] as const;
  return ended.find((one) => one === name.toLowerCase()) ?? 'unknown';
}

/** The last state of a search in the store; null if there is none with this id. */
export async function progressFromRecord(records: SearchRecords, searchId: string): Promise<SearchProgress | null> {
  const plan = await records.readPlan(searchId);
  if (plan === null) return null;
  const state = ((await records.readState(searchId)) as SearchState | null) ?? newState(plan);
  const progress = progressOf(searchId, state, []);
  // No step is running, so the last ended one is shown.
  return { ...progress, step: Math.max(0, progress.step - 1) };
}
