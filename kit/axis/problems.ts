import { encodeColumns } from '../../contracts/candidate/column-set.js';
import { defaultCandidate, type Candidate } from '../../contracts/candidate/candidate.js';
import { searchContextSchema, type SearchContext } from '../../contracts/module/context.js';
import { EXAMPLE_PARADIGMS, exampleContext, type ExampleOptions } from './example-context.js';

/** A simulated problem, with a name for people. */
export interface Problem {
  what: string;
  context: SearchContext;
}

function problem(what: string, options: ExampleOptions): Problem {
  return { what, context: searchContextSchema.parse(exampleContext(options)) };
}

/** Of every task, from one column to thousands. */
export const PROBLEMS: readonly Problem[] = [
  problem('1 column, binary', { columns: 1, task: 'binary' }),
  problem('6 columns, multiclass', { columns: 6, task: 'multiclass' }),
  problem('40 columns, regression', { columns: 40, task: 'regression' }),
  problem('2000 columns, binary', { columns: 2000, task: 'binary' }),
];

/** For all other checks. */
export const USUAL = problem('12 columns, binary', { columns: 12 }).context;

/** One paradigm without anything to tune. */
export const BARE = problem('nothing to tune', {
  columns: 6,
  paradigms: [{ ...EXAMPLE_PARADIGMS[0], hyperparameters: [] }],
}).context;

/** The paradigms at their defaults on the useful columns: the trials of a search before the first step of most axes. */
export function defaultCandidates(context: SearchContext): Candidate[] {
  const useful = encodeColumns(context.columns.flatMap((column, i) => (column.useful ? [i] : [])));
  return context.paradigms.map((paradigm) => defaultCandidate(paradigm, { features: useful }));
}
