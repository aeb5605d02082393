import type { Client } from '@temporalio/client';
import { childIds } from '../contracts/search/strategy.js';
import { executionOf } from './executions.js';

/** The running search of a comparison; null if there is none. */
export async function runningChild(client: Client, comparison: string): Promise<string | null> {
  for (const child of childIds(comparison)) {
    if ((await executionOf(client, child))?.status === 'RUNNING') return child;
  }
  return null;
}
