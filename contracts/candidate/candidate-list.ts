import { z } from 'zod';
import { artifactRefSchema } from '../artifact.js';
import { candidateSchema } from './candidate.js';
import { trialKeySchema } from './trial.js';

/** Most candidates that one step may propose. */
export const MOST_CANDIDATES = 256;

const inlineSchema = z.strictObject({ inline: z.array(candidateSchema).max(MOST_CANDIDATES) });
const storedSchema = z.strictObject({
  /** A JSON array of candidates. */
  ref: artifactRefSchema,
  /** The part of the array: indices from (inclusive) to (exclusive). */
  from: z.int().min(0),
  to: z.int().max(MOST_CANDIDATES),
});

/** The candidates of a step: inline if small (LARGEST_INLINE_CANDIDATES), otherwise in the store. */
export const proposedCandidatesSchema = z.union([inlineSchema, storedSchema]);
export type ProposedCandidates = z.infer<typeof proposedCandidatesSchema>;

/** Candidates in a payload: those that an axis proposes, or those of trials. */
export const candidateListSchema = z.union([
  inlineSchema,
  storedSchema,
  /** Those of trials of a search, whose steps proposed them. */
  z.strictObject({ trials: z.array(trialKeySchema).max(MOST_CANDIDATES), of: z.string() }),
]);
export type CandidateList = z.infer<typeof candidateListSchema>;

export function listLength(list: CandidateList): number {
  if ('inline' in list) return list.inline.length;
  return 'trials' in list ? list.trials.length : list.to - list.from;
}

/** A part of a list, as Array's `slice` with indices that are not negative. */
export function sliceList(list: CandidateList, start: number, end: number): CandidateList {
  if ('inline' in list) return { inline: list.inline.slice(start, end) };
  if ('trials' in list) return { ...list, trials: list.trials.slice(start, end) };
  const to = Math.min(list.to, list.from + end);
  return { ref: list.ref, from: Math.min(list.from + start, to), to };
}
