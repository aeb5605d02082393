import type { Client } from '@temporalio/client';
import { childId, STRATEGIES, type Strategy } from '../contracts/strategy.js';
import { executionOf } from './standing.js';

/** Ids that the searches of a comparison have, in the order in which they run. */
export function childIds(comparison: string): string[] {
  return (Object.keys(STRATEGIES) as Strategy[]).map((strategy) => childId(comparison, strategy));
}

/** The search of a comparison that runs now; null where none does. */
export async function runningChild(client: Client, comparison: string): Promise<string | null> {
  for (const child of childIds(comparison)) {
    if ((await executionOf(client, child))?.status === 'RUNNING') return child;
  }
  return null;
}
