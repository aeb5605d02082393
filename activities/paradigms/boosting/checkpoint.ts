import { z } from 'zod';
import type { BoosterState } from '../../../learning/boosting/booster.js';
import { packTrees, unpackTrees } from '../../../learning/boosting/checkpoint.js';
import type { RoundSearch } from '../../../learning/boosting/rounds.js';
import type { Checkpoint } from '../../../training/paradigm/paradigm.js';
import type { Watching } from './watching.js';

/** The state of a fit between two rounds. */
export interface Course {
  /** Boosters with validation rows, or one on all rows. */
  phase: 'watched' | 'all';
  /** The search for the number of rounds, completed in phase `all`; null if it is not needed. */
  search: RoundSearch | null;
  boosters: readonly BoosterState[];
}

/** The shape that a fit's checkpoints must have. */
export interface CourseShape {
  watching: Watching;
  /** Trees a round. */
  outputs: number;
  features: number;
}

const count = z.int().nonnegative();
const doubles = z.instanceof(Float64Array);
const integers = z.instanceof(Int32Array);
const bytes = z.instanceof(Uint8Array);

const schema = z.object({
  meta: z.object({
    phase: z.enum(['watched', 'all']),
    search: z.object({ round: count, best: count, reached: count }).nullable(),
    /** The boosters' streams of random numbers. */
    random: z.array(z.array(z.int()).length(4)),
  }),
  arrays: z.object({
    /** The search's first, least and goal. In an array, because JSON has no infinity. */
    losses: doubles,
    splits: integers,
    leaf: integers,
    feature: integers,
    bin: bytes,
    missingLeft: bytes,
    gain: doubles,
    value: doubles,
  }),
});

type Parsed = z.infer<typeof schema>;

/** @param rounds rounds done, of all phases together */
export function checkpointOf({ phase, search, boosters }: Course, rounds: number): Checkpoint {
  return {
    iterations: rounds,
    meta: {
      phase,
      search: search && { round: search.round, best: search.best, reached: search.reached },
      random: boosters.map(({ random }) => [...random]),
    },
    arrays: {
      losses: Float64Array.from(search ? [search.first, search.least, search.goal] : []),
      ...packTrees(boosters.flatMap(({ trees }) => trees)),
    },
  };
}

/** The state in the checkpoint; null if there is none, or it is for another shape. */
export function courseOf(last: Checkpoint | null | undefined, shape: CourseShape): Course | null {
  const parsed = schema.safeParse(last);
  if (!parsed.success) return null;
  const { meta, arrays } = parsed.data;
  const { phase, random } = meta;
  const trees = unpackTrees(arrays, shape.features);
  if (!trees || !agrees(parsed.data, trees.length, shape)) return null;
  const each = trees.length / random.length;
  const [first, least, goal] = arrays.losses;
  return {
    phase,
    search: meta.search && { ...meta.search, first, least, goal },
    boosters: random.map((state, b) => ({ trees: trees.slice(b * each, (b + 1) * each), random: state })),
  };
}

function agrees({ meta, arrays }: Parsed, trees: number, { watching, outputs }: CourseShape): boolean {
  const { phase, search, random } = meta;
  const { used, refit } = watching;
  if ((search !== null) !== used > 0 || arrays.losses.length !== (search ? 3 : 0)) return false;
  if (phase === 'all') return refit && random.length === 1 && trees % outputs === 0;
  return random.length === used && trees === (search?.round ?? 0) * outputs * used && used > 0;
}
