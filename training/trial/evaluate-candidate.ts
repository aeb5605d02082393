import type { EvaluateRequest } from '../../contracts/search/trial-activities.js';
import { withColumns, type Candidate } from '../../contracts/candidate/candidate.js';
import type { TrialRecord, TrialSummary } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';
import { isReusable } from '../../storage/trials.js';
import { readTrial } from '../../storage/lost-trials.js';
import type { LoadedSearch } from '../data/search-loader.js';
import type { ExpectedSeconds } from './expected-seconds.js';
import { backendIn, trialKey, type Backends } from './key.js';
import type { TrialPreparer, TrialToFit } from './prepare-trial.js';
import type { TrialRunner } from './train-trial.js';
import { summaryOf } from './save-trial.js';
import type { Beats, TrialToRun } from './trial-to-run.js';

export interface CandidateDependencies extends Backends {
  store: Store;
  /** For paradigms that this worker trains. */
  runTrial: TrialRunner;
  expected: ExpectedSeconds;
  /** For paradigms that their teams serve. */
  prepareTrial: TrialPreparer;
}

/** The common part of evaluating the candidates of one request. */
export interface Evaluation {
  request: EvaluateRequest;
  /** Aborts when the result is not needed any more. */
  cancelled: AbortSignal;
  /** Aborts at the end of the search's time. */
  ended: AbortSignal;
  beats: Beats;
}

/** A trial; null if not started before the end of the search's time; or a prepared trial for its paradigm's team. */
export type Evaluated = { trial: TrialSummary | null } | { toFit: TrialToFit };

/** Finds a candidate's trial in the store, or trains it, or prepares it for its paradigm's team. */
export async function evaluateCandidate(
  deps: CandidateDependencies,
  search: LoadedSearch,
  evaluation: Evaluation,
  proposed: Candidate,
): Promise<Evaluated> {
  const { request, cancelled, ended, beats } = evaluation;
  const { repeat, fixedColumns } = request;
  const { context } = search;
  const candidate = fixedColumns ? withColumns(proposed, { features: proposed.features }) : proposed;
  const backend = await backendIn(deps, context, candidate.paradigm);
  const key = trialKey(context, candidate, repeat, backend);
  const known = async (): Promise<TrialRecord | null> => {
    const record = await readTrial(deps.store, key);
    return record && (isReusable(record.outcome) || beats.ended.has(key)) ? record : null;
  };
  const earlier = await known();
  if (earlier) return { trial: summaryOf(earlier, request, true) };
  const trial = { search, candidate, repeat, key, backend };
  if (context.paradigms.find(({ id }) => id === candidate.paradigm)?.served) {
    const prepared = await deps.prepareTrial(trial, { maxBytes: maxBytes(request), cancelled, ended });
    if (prepared && 'toFit' in prepared) return prepared;
    return { trial: prepared && summaryOf(prepared.record, request, false) };
  }
  return { trial: await train(deps, evaluation, trial, known) };
}

async function train(
  { runTrial, expected }: CandidateDependencies,
  { request, cancelled, ended, beats }: Evaluation,
  trial: TrialToRun,
  known: () => Promise<TrialRecord | null>,
): Promise<TrialSummary | null> {
  const { key } = trial;
  const limits = { trialSeconds: request.trialSeconds, maxBytes: maxBytes(request), cancelled, ended };
  try {
    const run = await runTrial(trial, limits, {
      known,
      // After a lost attempt its log and checkpoints matter.
      isBrief: !beats.isRetry && expected.isBrief(trial),
      expectedSeconds: expected.of(trial),
      onStart: (progress) => beats.started(key, progress),
    });
    if (run && !run.reused) {
      expected.learn(trial, run.record);
      beats.over(key, run.record.outcome);
    }
    return run && summaryOf(run.record, request, run.reused);
  } finally {
    beats.over(key, null);
  }
}

function maxBytes({ trialMemoryMb }: EvaluateRequest): number {
  return trialMemoryMb * 2 ** 20;
}
