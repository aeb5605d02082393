import { z } from 'zod';
import type { Checkpoint } from '../../../../training/paradigm/paradigm.js';
import type { NetworkCourse, Trained } from './early-stopping.js';
import type { Layout } from '../network/layout.js';
import { statisticsSize, withoutNormalisation } from '../network/statistics.js';

/** The state of a fit between two steps. */
export interface Course {
  /** The members that are trained. */
  finished: readonly Trained[];
  /** The stream of random numbers as it was when the next member's rows were drawn from it. */
  memberRandom: readonly number[];
  /** The member in training. */
  member: NetworkCourse;
}

const count = z.int().nonnegative();
const stream = z.array(z.int()).length(4);
const singles = z.instanceof(Float32Array);

const schema = z.object({
  meta: z.object({
    finished: z.array(z.object({ epochs: count, run: count })),
    best: z.object({ epochs: count, loss: z.number() }).nullable(),
    steps: z.int().positive(),
    epochs: count,
    /** Streams of random numbers, see `Course` and `TrainingState`. */
    random: z.object({ member: stream, order: stream, now: stream }),
  }),
  arrays: z.object({
    parameters: singles,
    average: singles,
    gradientMean: singles,
    gradientSquare: singles,
    statistics: z.instanceof(Float64Array),
    /** The parameters of the best network so far; empty where there is none. */
    best: singles,
    /** Those of the trained members, one after the other. */
    finished: singles,
  }),
});

type Parsed = z.infer<typeof schema>;

export function checkpointOf({ finished, memberRandom, member }: Course): Checkpoint {
  const { training, best, epochs } = member;
  const { parameters, average, gradientMean, gradientSquare, statistics } = training;
  return {
    iterations: finished.reduce((sum, { run }) => sum + run, epochs),
    meta: {
      finished: finished.map(({ epochs, run }) => ({ epochs, run })),
      best: best && { epochs: best.epochs, loss: best.loss },
      steps: training.steps,
      epochs,
      random: { member: [...memberRandom], order: [...training.orderRandom], now: [...training.random] },
    },
    arrays: {
      parameters,
      average,
      gradientMean,
      gradientSquare,
      statistics,
      best: best?.network.parameters ?? new Float32Array(0),
      finished: joined(finished.map(({ network }) => network.parameters)),
    },
  };
}

/** The state in the checkpoint; null if there is none, or it is for another number of networks or another layout. */
export function courseOf(last: Checkpoint | null | undefined, layout: Layout, members: number): Course | null {
  const parsed = schema.safeParse(last);
  const plain = withoutNormalisation(layout);
  if (!parsed.success || !fits(parsed.data, layout, plain, members)) return null;
  const { meta, arrays } = parsed.data;
  const { best, steps, epochs, random } = meta;
  const networkOf = (parameters: Float32Array) => ({ layout: plain, parameters });
  return {
    finished: meta.finished.map((member, m) => ({
      ...member,
      network: networkOf(arrays.finished.slice(m * plain.size, (m + 1) * plain.size)),
    })),
    memberRandom: random.member,
    member: {
      training: { ...arrays, steps, random: random.now, orderRandom: random.order },
      best: best && { ...best, network: networkOf(arrays.best.slice()) },
      epochs,
    },
  };
}

function fits({ meta, arrays }: Parsed, layout: Layout, plain: Layout, members: number): boolean {
  const { parameters, average, gradientMean, gradientSquare, statistics, best, finished } = arrays;
  return (
    meta.finished.length < members &&
    [parameters, average, gradientMean, gradientSquare].every((array) => array.length === layout.size) &&
    statistics.length === statisticsSize(layout) &&
    best.length === (meta.best ? plain.size : 0) &&
    finished.length === meta.finished.length * plain.size
  );
}

/** One vector after the other. */
export function joined(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  arrays.reduce((at, array) => (all.set(array, at), at + array.length), 0);
  return all;
}
