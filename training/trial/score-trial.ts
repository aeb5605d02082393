import type { FitReply } from '../../contracts/module/fit-predict.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { ScoreRequest } from '../../contracts/search/trial-activities.js';
import type { TrialRecord, TrialSummary } from '../../contracts/candidate/trial.js';
import { CANCELLED } from '../../storage/attempts.js';
import { readTrial } from '../../storage/lost-trials.js';
import { isReusable } from '../../storage/trials.js';
import type { LoadedSearch } from '../data/search-loader.js';
import { foldFits } from '../fit/planned-fits.js';
import { failed } from '../fit/failure.js';
import { judgeAnswers, type AnswerReader } from '../fit/judge-answers.js';
import { readPreparedTrial, type PreparedTrialFile } from './prepare-trial.js';
import {
  saveCompleted,
  saveFailure,
  saveUnfinished,
  summaryOf,
  type CompletedFold,
  type FoldEnd,
} from './save-trial.js';

/** The answer of a paradigm's team for the fits of a trial, or why there is none. */
type TrialAnswer = ScoreRequest['trials'][number]['answer'];

/**
 * Scores and writes a trial from `prepareTrial`, from the answer of its paradigm's team.
 *
 * @returns null if not started before the end of the search's time
 */
export async function scoreTrial(
  reader: AnswerReader,
  search: LoadedSearch,
  request: ScoreRequest,
  { prepared, answer }: { prepared: ArtifactRef; answer: TrialAnswer },
): Promise<TrialSummary | null> {
  const { store } = reader;
  const trial = await readPreparedTrial(store.artifacts, prepared);
  const end = (how: string): Promise<void> => store.attempts.ended(trial.key, trial.attempt, how);
  // From an earlier attempt at this activity, or another search: the record would be the same.
  const known = await readTrial(store, trial.key);
  if (known && isReusable(known.outcome)) {
    await end(CANCELLED);
    return summaryOf(known, request, true);
  }
  if (Array.isArray(answer) && answer.every(isUnstarted)) {
    await end(CANCELLED);
    return null;
  }
  const record = await recordOf(reader, search, request, trial, answer);
  await end(record.outcome.status);
  return summaryOf(record, request, false);
}

/** The search's time ended before it started. */
function isUnstarted(fit: FitReply): boolean {
  return fit.status === 'failed' && fit.code === 'timed-out' && fit.seconds === 0;
}

async function recordOf(
  reader: AnswerReader,
  search: LoadedSearch,
  { fitSeconds }: ScoreRequest,
  trial: PreparedTrialFile,
  answer: TrialAnswer,
): Promise<TrialRecord> {
  const { store } = reader;
  const folds = trial.sources.length;
  if (!Array.isArray(answer)) return saveFailure(store, trial, failed('module', answer.reason));
  const seconds = answer.reduce((sum, fit) => sum + fit.seconds, 0);
  if (answer.length !== folds) {
    const reason = `it answered ${answer.length} fits where ${folds} were asked for`;
    return saveFailure(store, trial, failed('module', reason), seconds);
  }
  const fits = answer.filter((fit) => fit.status === 'completed');
  if (fits.length < folds)
    return saveUnfinished(
      store,
      trial,
      answer.map((fit) => endOf(fit, fitSeconds)),
    );
  const asked = await foldFits(search, trial.candidate, trial.repeat);
  const judged = await judgeAnswers(
    reader,
    fits.map(({ predictions, importances }, fold) => ({
      fit: asked[fold],
      source: trial.sources[fold],
      predictions,
      importances,
    })),
  );
  if ('code' in judged) return saveFailure(store, trial, failed(judged.code, judged.reason), seconds);
  const ends = judged.map(({ judged, importances }, fold): CompletedFold => ({
    status: 'completed',
    judged: judged!,
    importances,
    effort: fits[fold].effort,
    seconds: fits[fold].seconds,
    work: trial.work / folds,
    bytes: trial.bytes,
  }));
  return saveCompleted(store, trial, ends);
}

/** A fit that ended at its limit may report a slightly shorter time. */
const NEARLY = 0.95;

/** The team's answer does not say which limit a time-out reached. */
function endOf(fit: FitReply, fitSeconds: number): FoldEnd {
  if (fit.status === 'completed' || fit.code !== 'timed-out') return fit;
  return fit.seconds >= NEARLY * fitSeconds
    ? { ...fit, limit: 'trial', reason: `a fit took longer than ${fitSeconds} s` }
    : { ...fit, limit: 'search', reason: "the search's time ended" };
}
