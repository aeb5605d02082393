import { Context } from '@temporalio/activity';
import { scoreRequestSchema, type ScoreReply, type ScoreRequest } from '../../contracts/search/activities.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { FitReply } from '../../contracts/module/fit-predict.js';
import type { Outcome, TrialRecord, TrialSummary } from '../../contracts/candidate/trial.js';
import { CANCELLED } from '../../storage/attempts.js';
import type { Store } from '../../storage/store.js';
import { isReusable } from '../../storage/trials.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { readTrial } from '../../storage/lost-trials.js';
import type { LoadedSearch } from '../../training/data/search-loader.js';
import { startSpan } from '../runtime/span.js';
import type { ThreadPool } from '../../training/threads/thread-pool.js';
import { judgeAnswers } from './judge-answers.js';
import { saveCompleted, saveFailure, type CompletedFold } from '../../training/trial/combine-folds.js';
import { failed } from '../../training/fit/failure.js';
import { readPreparedTrial, type PreparedTrialFile } from '../../training/trial/prepared-trial.js';
import { summaryOf } from '../../training/trial/summary.js';

export interface ScoreDependencies {
  store: Store;
  load(contextRef: ArtifactRef): Promise<LoadedSearch>;
  pool: ThreadPool;
}

type Answer = ScoreRequest['trials'][number]['answer'];

/** The activity `scoreTrials`: what became of trials whose paradigm's team fitted them. */
export function createScoreTrials(deps: ScoreDependencies) {
  return async function scoreTrials(argument: ScoreRequest): Promise<ScoreReply> {
    const span = startSpan();
    const request = scoreRequestSchema.parse(argument);
    return heartbeating(async () => {
      const search = await deps.load(request.contextRef);
      const trials = request.trials.map(({ prepared, answer }) => score(deps, search, request, prepared, answer));
      await Promise.allSettled(trials);
      return { trials: await Promise.all(trials), span: span() };
    });
  };
}

async function score(
  deps: ScoreDependencies,
  search: LoadedSearch,
  request: ScoreRequest,
  ref: ArtifactRef,
  answer: Answer,
): Promise<TrialSummary | null> {
  const { store } = deps;
  const trial = await readPreparedTrial(store.artifacts, ref);
  const end = (how: string): Promise<void> => store.attempts.ended(trial.key, trial.attempt, how);
  // Of an earlier attempt at this activity, or of another search: what it says is what this would.
  const known = await readTrial(store, trial.key);
  if (known && isReusable(known.outcome)) {
    await end(CANCELLED);
    return summaryOf(known, request, true);
  }
  if (Array.isArray(answer) && answer.every(isUnstarted)) {
    await end(CANCELLED);
    return null;
  }
  const record = await recordOf(deps, search, request, trial, answer);
  await end(record.outcome.status);
  return summaryOf(record, request, false);
}

/** The end of the search's time came before it. */
function isUnstarted(fit: FitReply): boolean {
  return fit.status === 'failed' && fit.code === 'timed-out' && fit.seconds === 0;
}

async function recordOf(
  deps: ScoreDependencies,
  search: LoadedSearch,
  { fitSeconds }: ScoreRequest,
  trial: PreparedTrialFile,
  answer: Answer,
): Promise<TrialRecord> {
  const { store } = deps;
  if (!Array.isArray(answer)) return saveFailure(store, trial, failed('module', answer.reason));
  const seconds = answer.reduce((sum, fit) => sum + fit.seconds, 0);
  const save = (outcome: Outcome): Promise<TrialRecord> => saveFailure(store, trial, outcome, seconds);
  if (answer.length !== trial.sources.length) {
    return save(failed('module', `it answered ${answer.length} fits where ${trial.sources.length} were asked for`));
  }
  const failure = failureAmong(answer, fitSeconds);
  if (failure) return save(failure);
  const fits = answer as CompletedFit[];
  const judged = await judgeAnswers(deps, search, {
    shared: await search.dealt(trial.repeat),
    answers: fits.map(({ predictions, importances }, fold) => ({
      rows: { fold },
      source: trial.sources[fold],
      predictions,
      importances,
    })),
    activity: Context.current(),
  });
  if ('code' in judged) return save(failed(judged.code, judged.reason));
  const folds = judged.map(({ judged, rows, importances }, fold): CompletedFold => ({
    status: 'completed',
    ...judged!,
    rows,
    importances,
    effort: fits[fold].effort,
    seconds: fits[fold].seconds,
    work: trial.work / fits.length,
    bytes: trial.bytes,
  }));
  return saveCompleted(store, trial, folds);
}

type CompletedFit = Extract<FitReply, { status: 'completed' }>;

/** A fit given up at its limit may count a little less itself. */
const NEARLY = 0.95;

/** How a trial ended whose fits did not all end well: by its first failure, else by a limit. */
function failureAmong(fits: readonly FitReply[], fitSeconds: number): Outcome | null {
  const failures = fits.filter((fit) => fit.status === 'failed');
  if (failures.length === 0) return null;
  for (const { code, reason } of failures) if (code !== 'timed-out') return failed(code, reason);
  const how = `${fits.length - failures.length} of ${fits.length} folds done`;
  return failures.some(({ seconds }) => seconds >= NEARLY * fitSeconds)
    ? { status: 'timed-out', limit: 'trial', reason: `a fit took longer than ${fitSeconds} s (${how})` }
    : { status: 'timed-out', limit: 'search', reason: `the search's time ended (${how})` };
}
