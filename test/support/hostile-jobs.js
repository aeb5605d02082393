// What learners may do to the thread that they run in. Plain JavaScript: threads and processes see no transform.
import { serveProcess } from '../../dist/training/threads/thread-reply.js';
import { HOSTILE } from './hostile-behaviours.js';

/** @returns the result of a fold's or a final fit, if it comes to that */
export default function runHostileJob({ fit: { candidate, rows } }) {
  // Of a final fit, the one on all rows alone: it has more of them.
  if (rows !== 'search') BEHAVIOURS[candidate.hyperparameters.behaviour](rows.fold);
  return { result: completed(rows) };
}

serveProcess(import.meta.url, async (job) => runHostileJob(job));

const BEHAVIOURS = {
  ...HOSTILE,
  slow: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200),
  'fail-later': (fold) => {
    if (fold === 2) throw new Error('this fold cannot be learnt');
  },
  abort: () => process.abort(),
};

function completed(rows) {
  const { fold } = rows;
  return {
    status: 'completed',
    rows,
    judged: fold === undefined ? null : { score: fold, rows: Int32Array.of(fold), predictions: Float64Array.of(0.5) },
    importances: Float64Array.of(1),
    effort: null,
    seconds: 1,
    work: 1,
    bytes: 1,
  };
}
