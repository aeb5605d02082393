import { z } from 'zod';
import { candidateSchema, type Candidate } from '../contracts/candidate/candidate.js';
import type { CandidateList, ProposedCandidates } from '../contracts/candidate/candidate-list.js';
import { LARGEST_INLINE_CANDIDATES } from '../contracts/search/limits.js';
import type { ArtifactStore } from './artifacts.js';

/** Candidates for a payload; many large ones go to the store. */
export async function keepCandidates(
  artifacts: Pick<ArtifactStore, 'put'>,
  candidates: Candidate[],
): Promise<ProposedCandidates> {
  const text = JSON.stringify(candidates);
  if (Buffer.byteLength(text) <= LARGEST_INLINE_CANDIDATES) return { inline: candidates };
  return { ref: await artifacts.put(text), from: 0, to: candidates.length };
}

/** The candidates of a payload. @throws Error if the store has lost them, or they are named by their trials */
export async function readCandidates(artifacts: Pick<ArtifactStore, 'get'>, list: CandidateList): Promise<Candidate[]> {
  if ('inline' in list) return list.inline;
  if ('trials' in list) throw new Error('these candidates are named by their trials');
  const all = JSON.parse((await artifacts.get(list.ref)).toString('utf8')) as unknown[];
  return z.array(candidateSchema).parse(all.slice(list.from, list.to));
}
