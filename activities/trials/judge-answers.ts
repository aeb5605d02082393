import type { Context } from '@temporalio/activity';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { Store } from '../../storage/store.js';
import { FILE_PATIENCE } from '../runtime/errors.js';
import type { LoadedSearch } from '../../training/data/search-loader.js';
import type { ThreadPool } from '../../training/threads/thread-pool.js';
import type { Failure } from '../../training/fit/failure.js';
import type { AnswerToJudge, JudgedAnswer, JudgeJob, JudgeResult } from '../../training/fit/judge-job.js';
import type { SharedData } from '../../training/data/shared-data.js';

/** A stranger's bytes can keep their reader busy for ever: so long may looking at an answer take. */
const LONGEST_MS = 60_000;

export interface Answers {
  /** With the dealing of the rows to folds that they are to be judged on. */
  shared: SharedData;
  answers: AnswerToJudge[];
  /** The activity that asks. */
  activity: Context;
}

/**
 * Judges what a served paradigm answered, in a worker thread.
 *
 * @returns a judgement of each answer, in order; or what is wrong with the first that is no good
 * @throws Error where what it refers to is not in the store (yet)
 */
export async function judgeAnswers(
  { store, pool }: { store: Store; pool: ThreadPool },
  { context }: LoadedSearch,
  { shared, answers, activity }: Answers,
): Promise<JudgedAnswer[] | Failure> {
  const { task, metric, classes } = context;
  const judge = { task, metric, classes: classes.length };
  const job: JudgeJob = { kind: 'judge', shared, store: store.root, judge, answers };
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const startTimer = (): void => {
    timer = setTimeout(() => limit.abort(), LONGEST_MS);
  };
  const signal = AbortSignal.any([activity.cancellationSignal, limit.signal]);
  const results = await pool
    .run<JudgeResult[]>(job, signal, startTimer)
    .catch((error: unknown) => {
      if (!limit.signal.aborted) throw error;
      return null;
    })
    .finally(() => clearTimeout(timer));
  if (results === null) return { code: 'module', reason: `its answer could not be read within ${LONGEST_MS / 1000} s` };
  const bad = results.find((result) => result.status !== 'completed');
  if (!bad) return results as JudgedAnswer[];
  if (bad.status === 'failed') return { code: bad.code, reason: bad.reason };
  if (activity.info.attempt < FILE_PATIENCE) throw new Error(notThere(bad.ref, store));
  return { code: 'module', reason: notThere(bad.ref, store).slice(0, 300) };
}

function notThere(ref: ArtifactRef, { root }: Store): string {
  return `what it answered, ${ref}, is not in the store at ${root}: do its workers have the same one?`;
}
