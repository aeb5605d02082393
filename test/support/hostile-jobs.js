// What learners may do to the thread that they run in. Plain JavaScript: threads and processes see no transform.
import { HOSTILE } from './hostile-behaviours.js';

/** @returns a fold's or a final fit's result, if it comes to that */
export default function runHostileJob({ kind, candidate, fold, rows }) {
  // Of a final fit, the one on all rows alone: it has more of them.
  if (rows !== 'search') BEHAVIOURS[candidate.hyperparameters.behaviour](fold);
  return { result: kind === 'final' ? { status: 'completed', rows } : completed(fold) };
}

const BEHAVIOURS = {
  ...HOSTILE,
  'fail-later': (fold) => {
    if (fold === 2) throw new Error('this fold cannot be learnt');
  },
  abort: () => process.abort(),
};

function completed(fold) {
  return {
    status: 'completed',
    score: fold,
    rows: Int32Array.of(fold),
    predictions: Float64Array.of(0.5),
    importances: Float64Array.of(1),
    effort: null,
    seconds: 1,
    work: 1,
    bytes: 1,
  };
}
