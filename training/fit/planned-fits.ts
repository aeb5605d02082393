import { candidateHash, forFold, type Candidate } from '../../contracts/candidate/candidate.js';
import { deriveSeed } from '../../contracts/json.js';
import type { Metric } from '../../contracts/metric.js';
import type { SearchContext } from '../../contracts/module/context.js';
import type { Task } from '../../contracts/task.js';
import type { FitRows } from '../../learning/splits/folds.js';
import type { LoadedSearch } from '../data/search-loader.js';
import type { SharedData } from '../data/shared-data.js';

/** How predictions are scored. */
export interface Judge {
  task: Task;
  metric: Metric;
  /** 0 for regression. */
  classes: number;
}

/** One fit of a candidate: everything that determines its result. */
export interface CandidateFit {
  shared: SharedData;
  judge: Judge;
  /** Its `features` are the columns of this fit. */
  candidate: Candidate;
  takesMissing: boolean;
  /** Its training rows; the other rows are predicted. */
  rows: FitRows;
  prepareSeed: number;
  fitSeed: number;
  /** Iterations to run; null for early stopping. */
  effort: number | null;
}

/** A candidate's fits on the folds of one split of the search's rows, in order. */
export async function foldFits(search: LoadedSearch, candidate: Candidate, repeat: number): Promise<CandidateFit[]> {
  const { context } = search;
  const shared = await search.dealt(repeat);
  return Array.from({ length: context.plan.folds }, (_, fold) => ({
    ...commonOf(context, candidate),
    shared,
    candidate: forFold(candidate, fold),
    rows: { fold },
    prepareSeed: prepareSeed(context, { fold, repeat }),
    fitSeed: fitSeed(context, candidate, { fold, repeat }),
    effort: null,
  }));
}

/** A candidate's final fits: on the search's rows, for the holdout score, and on all rows, to be delivered. */
export function finalFits(
  { context, shared }: LoadedSearch,
  candidate: Candidate,
  effort: number | null,
): [CandidateFit, CandidateFit] {
  const common = {
    ...commonOf(context, candidate),
    shared,
    candidate,
    prepareSeed: prepareSeed(context, 'final'),
    fitSeed: fitSeed(context, candidate, 'final'),
    effort,
  };
  return [
    { ...common, rows: 'search' },
    { ...common, rows: 'all' },
  ];
}

function commonOf(context: SearchContext, { paradigm }: Candidate): Pick<CandidateFit, 'judge' | 'takesMissing'> {
  const { task, metric, classes, paradigms } = context;
  return {
    judge: { task, metric, classes: classes.length },
    takesMissing: paradigms.find(({ id }) => id === paradigm)?.takesMissing ?? false,
  };
}

/** A fold of one of the splits, or a final fit. */
type FitName = { fold: number; repeat: number } | 'final';

function partsOf(fit: FitName): (string | number)[] {
  if (fit === 'final') return ['final'];
  return fit.repeat === 0 ? [fit.fold] : [fit.fold, 'repeat', fit.repeat];
}

/** Seed of a candidate's fit. */
export function fitSeed(context: SearchContext, candidate: Candidate, fit: FitName): number {
  return deriveSeed('fit', context.seed, candidateHash(candidate), ...partsOf(fit));
}

/** Seed of a fit's transforms: the same for all candidates, so that prepared matrices can be shared between them. */
export function prepareSeed(context: SearchContext, fit: FitName): number {
  return deriveSeed('prepare', context.seed, ...partsOf(fit));
}

/** Number of rows of the data: those of the delivered fit. */
export function allRows({ plan }: SearchContext): number {
  return plan.searchRows + plan.holdoutRows + plan.unusedRows;
}
