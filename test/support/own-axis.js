// An axis as a team's own program defines it. Plain JavaScript: threads see no transform.
import { decodeColumns, defineAxis, encodeColumns } from 'coaxial/define';
import { isMainThread } from 'node:worker_threads';
import { z } from 'zod';

const MOST_STEPS = 3;

/** Leaves out the last column of the best candidate, a few times. */
export default defineAxis({
  name: 'thinning',
  activity: 'thinColumns',
  order: 15,
  share: 1,
  module: import.meta.url,
  state: z.strictObject({ dropped: z.int().min(0) }),
  first: () => ({ dropped: 0 }),
  advance({ incumbent, state, trialsNow }) {
    if (isMainThread) throw new Error('steps belong into threads: heartbeats would wait for them');
    const columns = incumbent ? decodeColumns(incumbent.candidate.features) : [];
    if (columns.length < 2 || state.dropped === MOST_STEPS || trialsNow === 0) {
      return { state, candidates: [], converged: true, note: `${state.dropped} columns were left out` };
    }
    const { foldFeatures, ...candidate } = incumbent.candidate;
    const thinner = { ...candidate, features: encodeColumns(columns.slice(0, -1)) };
    const note = `without column ${columns.at(-1)}${foldFeatures ? ', for all folds' : ''}`;
    return { state: { dropped: state.dropped + 1 }, candidates: [thinner], note };
  },
});
