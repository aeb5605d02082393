import type { Axis } from '../../../optimizers/axis.js';
import type { AdvanceOutput } from '../../../contracts/module/axis.js';
import type { Candidate } from '../../../contracts/candidate/candidate.js';
import { encodeColumns, type ColumnSet } from '../../../contracts/candidate/column-set.js';
import { LARGEST_INLINE_STATE } from '../../../contracts/search/limits.js';
import type { NumericTransform } from '../../../contracts/candidate/transform.js';
import { SCALED_TRANSFORMS } from '../../../contracts/candidate/transform.js';
import { createRandom, type Random } from '../../../random/index.js';

export const COLUMNS = 2_000;
export const CANDIDATES = 64;
const OVERRIDES = 20;

const IMPUTE: NumericTransform['impute'][] = ['mean', 'median', 'most-frequent', 'none'];
const SHAPE: NumericTransform['shape'][] = ['log', 'box-cox', 'yeo-johnson', 'bins'];

/** Column sets that no encoding makes small: each column falls in one of them by chance. */
function randomSets(random: Random): ColumnSet[] {
  const sets = Array.from({ length: OVERRIDES + 1 }, (): number[] => []);
  for (let column = 0; column < COLUMNS; column++) sets[random.below(sets.length)].push(column);
  // Overrides come in the order of their first columns.
  return sets.sort(([a], [b]) => a - b).map(encodeColumns);
}

// Making them again for each candidate would take longer than all the rest.
const SETS = Array.from({ length: 16 }, (_, seed) => randomSets(createRandom(seed)));

/** A candidate with an override for as many transforms as asked for; the last set of columns has none. */
function wideCandidate(random: Random, overrides: number): Candidate {
  return {
    features: random.pick(SETS)[OVERRIDES],
    transforms: {
      ...SCALED_TRANSFORMS,
      overrides: random
        .pick(SETS)
        .slice(0, overrides)
        .map((columns, i) => ({
          columns,
          transform: { impute: IMPUTE[i % 4], indicator: i >= 16, shape: SHAPE[(i >> 2) % 4], scale: 'quantile' },
        })),
    },
    paradigm: 'boosting',
    hyperparameters: {
      learningRate: 0.005 + 0.495 * random.float(),
      leaves: 2 + random.below(255),
      subsample: 0.4 + 0.6 * random.float(),
      growth: 'leaf',
    },
    architecture: null,
  };
}

/** Text that fills a state to the last character that still travels inline. */
function fullState(random: Random): { text: string } {
  const room = LARGEST_INLINE_STATE - '{"text":""}'.length;
  return { text: Array.from({ length: room }, () => random.below(36).toString(36)).join('') };
}

/**
 * An axis as demanding as an axis may be: full batches of wide candidates (every second step so wide that they go to
 * the store), a state that just stays inline, a choice, a note of full length.
 */
export function wideAxis(name: string, order: number, steps: number, varies: 'part' | 'whole' = 'part'): Axis {
  return {
    declaration: { name, activity: 'advanceWidely', varies, requires: null, order, share: 1, importances: 'none' },
    advance: ({ step, seed, trials }): AdvanceOutput => {
      const random = createRandom(seed);
      const overrides = step % 2 === 0 ? OVERRIDES : 0;
      return {
        state: fullState(random),
        // Asked again once it has converged, it has nothing more.
        candidates: step >= steps ? [] : Array.from({ length: CANDIDATES }, () => wideCandidate(random, overrides)),
        converged: step >= steps - 1,
        choice: trials.find(({ outcome }) => outcome.status === 'completed')?.key ?? null,
        note: `step ${step} `.padEnd(300, 'of many words '),
      };
    },
  };
}
