import type { Client } from '@temporalio/client';
import { childIds } from '../contracts/search/strategy.js';
import { executionOf } from './executions.js';

/** The search of a comparison that runs now; null where none does. */
export async function runningChild(client: Client, comparison: string): Promise<string | null> {
  for (const child of childIds(comparison)) {
    if ((await executionOf(client, child))?.status === 'RUNNING') return child;
  }
  return null;
}
