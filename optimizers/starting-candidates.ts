import {
  candidateHash,
  defaultCandidate,
  type Candidate,
  type CandidateColumns,
} from '../contracts/candidate/candidate.js';
import { allColumns, encodeColumns, type ColumnSet } from '../contracts/candidate/column-set.js';
import type { SearchContext } from '../contracts/module/context.js';
import type { Trial } from '../contracts/candidate/trial.js';

/** The columns that a search starts from: the useful ones, or all where none is. */
export function usefulColumns({ columns }: SearchContext): ColumnSet {
  const useful = columns.flatMap(({ useful }, index) => (useful ? [index] : []));
  return useful.length > 0 ? encodeColumns(useful) : allColumns(columns.length);
}

/** Each paradigm at its defaults on the given columns, cheapest first, without those that were tried. */
export function untriedDefaults(
  context: SearchContext,
  columns: CandidateColumns,
  trials: readonly Trial[],
): Candidate[] {
  const tried = new Set(trials.map(({ candidate }) => candidateHash(candidate)));
  return context.paradigms
    .map((paradigm) => defaultCandidate(paradigm, columns))
    .filter((candidate) => !tried.has(candidateHash(candidate)));
}
