import { z } from 'zod';

/** Strategies by their name on the command line, with their workflow type. */
export const STRATEGIES = {
  sequential: 'sequentialSearch',
  'pseudo-joint': 'pseudoJointSearch',
  joint: 'jointSearch',
} as const;

export const strategySchema = z.enum(['sequential', 'pseudo-joint', 'joint']);
/** Which axis steps next: each until it converges, by turns, or all at once; see docs/strategies.md. */
export type Strategy = z.infer<typeof strategySchema>;

export const DEFAULT_STRATEGY: Strategy = 'pseudo-joint';

/** Workflow type of a comparison: all strategies, one after the other, each a child workflow with the same input. */
export const COMPARISON = 'compareStrategies';

/** Search id of the child that runs a strategy in a comparison. */
export function childId(comparisonId: string, strategy: Strategy): string {
  return `${comparisonId}-${strategy}`;
}

/** The ids of all children of a comparison, in the order in which they run. */
export function childIds(comparisonId: string): string[] {
  return (Object.keys(STRATEGIES) as Strategy[]).map((strategy) => childId(comparisonId, strategy));
}
