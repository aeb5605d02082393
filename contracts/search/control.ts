import { z } from 'zod';
import { durationSchema, maxTrialsSchema } from './search-input.js';

/** Names of a running search's queries and updates. */
export const QUERIES = { progress: 'progress', leaderboard: 'leaderboard' } as const;
/** Query of a remote prediction: the problems that stop it. */
export const TROUBLES_QUERY = 'troubles';
export const UPDATES = { setBudget: 'setBudget', pause: 'pause', resume: 'resume', stop: 'stop' } as const;

/** Argument of the update `setBudget`: the whole budget from the search's start; omitted limits stay as they are. */
export const newBudgetSchema = z
  .strictObject({
    maxTrials: maxTrialsSchema.nullable().optional(),
    maxTime: durationSchema.nullable().optional(),
  })
  .refine((budget) => Object.keys(budget).length > 0, 'name maxTrials, maxTime or both; null takes a limit away');
export type NewBudget = z.input<typeof newBudgetSchema>;
export type ParsedBudget = z.output<typeof newBudgetSchema>;
