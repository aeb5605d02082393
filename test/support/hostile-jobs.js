// What learners may do to the thread that they run in. Plain JavaScript: threads and processes see no transform.
import { HOSTILE } from './hostile-behaviours.js';

/** @returns a fold's result, if it comes to that */
export default function runHostileJob({ candidate, fold }) {
  BEHAVIOURS[candidate.hyperparameters.behaviour](fold);
  return { result: completed(fold) };
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
