import type { Store } from '../../storage/store.js';
import type { ThreadPool } from '../threads/thread-pool.js';
import type { Failure } from './failure.js';
import type { Answer, JudgedFit, JudgeJob, JudgeResult } from './jobs.js';

/** Time limit for validating an answer, because malformed bytes can make their reader loop without end. */
const LONGEST_MS = 60_000;

/** The threads that validate answers of served paradigms. */
export interface AnswerReader {
  store: Store;
  pool: ThreadPool;
  /** Aborts when the result is not needed any more. */
  cancelled: AbortSignal;
  /** Whether a missing artifact may still become visible, because the answer is recent. */
  patient: boolean;
}

/**
 * Validates and scores the answers of a served paradigm in a worker thread.
 *
 * @returns the result of each answer, in order; or what is wrong with the first invalid one
 * @throws Error if an artifact is not in the store yet
 */
export async function judgeAnswers(
  { store, pool, cancelled, patient }: AnswerReader,
  answers: Answer[],
): Promise<JudgedFit[] | Failure> {
  const job: JudgeJob = { kind: 'judge', store: store.root, answers };
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const startTimer = (): void => {
    timer = setTimeout(() => limit.abort(), LONGEST_MS);
  };
  const results = await pool
    .run<JudgeResult[]>(job, AbortSignal.any([cancelled, limit.signal]), startTimer)
    .catch((error: unknown) => {
      if (!limit.signal.aborted) throw error;
      return null;
    })
    .finally(() => clearTimeout(timer));
  if (results === null) return { code: 'module', reason: `its answer could not be read within ${LONGEST_MS / 1000} s` };
  const bad = results.find((result) => result.status !== 'completed');
  if (!bad) return results as (JudgedFit & JudgeResult)[];
  if (bad.status === 'failed') return { code: bad.code, reason: bad.reason };
  const lost = `what it answered, ${bad.ref}, is not in the store at ${store.root}: do its workers have the same one?`;
  if (patient) throw new Error(lost);
  return { code: 'module', reason: lost.slice(0, 300) };
}
