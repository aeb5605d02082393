import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultCandidate, type Candidate } from '../../contracts/candidate/candidate.js';
import { deviationOf, meanOf } from '../../contracts/moments.js';
import { PLAIN_TRANSFORMS, SCALED_TRANSFORMS, type Transforms } from '../../contracts/candidate/transform.js';
import { score } from '../../learning/metrics/index.js';
import { prepareRows } from '../../learning/transforms/prepare.js';
import type { Dataset, Target } from '../../learning/arrays/table.js';
import { createRandom } from '../../random/index.js';
import { registry } from '../../activities/paradigms/index.js';
import { fitCandidate } from '../fit/fit-candidate.js';
import { judgeFit } from '../fit/judge.js';

const ROWS = 150;
const TRAIN = 100;
const TREES = ['tree', 'random-forest', 'extra-trees', 'boosting'];
const OTHERS = Object.keys(registry).filter((id) => !TREES.includes(id));
/** Of the powers of two that all values below can be multiplied by without loss. */
const LOWEST = -1068;
const HIGHEST = 1015;
const power = fc.oneof(
  fc.integer({ min: LOWEST, max: HIGHEST }),
  fc.constantFrom(LOWEST, -1000, -400, 333, 600, HIGHEST),
);

/** Two columns of multiples of a quarter up to 100; what is to be learnt is told by the first. */
function dataset(task: 'binary' | 'regression', byColumn: number, byTarget: number): Dataset {
  const random = createRandom(3);
  const column = (): Float64Array => Float64Array.from({ length: ROWS }, () => (1 + random.below(400)) / 4);
  const [x, noise] = [column(), column()];
  const target: Target =
    task === 'binary'
      ? { name: 'y', classes: ['lo', 'hi'], codes: Int32Array.from(x, (value) => Number(value > 40)) }
      : { name: 'y', values: x.map((value) => times(value - 30, byTarget)) };
  const columns = [x.map((value) => times(value, byColumn)), noise];
  return {
    inputs: { rows: ROWS, columns: columns.map((values, i) => ({ name: `x${i}`, type: 'numeric', values })) },
    target,
    groups: null,
  };
}

/** In two steps, for 2^-1068 times a number may be a double where 2^-1068 is next to none. */
function times(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}

interface Result {
  score: number;
  predictions: Float64Array;
}

async function learn(id: string, data: Dataset, transforms: Transforms): Promise<Result> {
  const classes = 'codes' in data.target ? 2 : 0;
  const task = classes > 0 ? 'binary' : 'regression';
  const shape = { task, rows: TRAIN, columns: 2, classes } as const;
  const described = registry[id].describe(shape)!;
  const candidate: Candidate = defaultCandidate(described, { features: '0-1' });
  const rows = Int32Array.from({ length: ROWS }, (_, row) => row);
  const fold = prepareRows({
    dataset: data,
    trainRows: rows.subarray(0, TRAIN),
    otherRows: rows.subarray(TRAIN),
    kept: [0, 1],
    transforms,
    takesMissing: described.takesMissing,
    seed: 1,
  });
  const { hyperparameters } = candidate;
  const fewer = 'trees' in hyperparameters ? { ...hyperparameters, trees: 10 } : hyperparameters;
  const judge = { task, metric: classes > 0 ? 'log-loss' : 'rmse', classes } as const;
  const job = {
    judge,
    candidate: { ...candidate, hyperparameters: fewer },
    fitSeed: 5,
    effort: null,
    checkpoints: null,
  };
  return (await fitCandidate(registry, job, fold, data)).judged!;
}

const finite = ({ score, predictions }: Result): boolean =>
  Number.isFinite(score) && predictions.every(Number.isFinite);

describe.each([
  ...TREES.map((id) => [id, PLAIN_TRANSFORMS] as const),
  ...OTHERS.map((id) => [id, SCALED_TRANSFORMS] as const),
])('%s', (id, transforms) => {
  const runs = { numRuns: { 'neural-network': 2, boosting: 4 }[id] ?? 12 };
  let ordinary: Result;
  beforeAll(async () => {
    ordinary = await learn(id, dataset('binary', 0, 0), transforms);
  }, 60_000);

  it('predicts the same in any unit of a column', async () => {
    expect(ordinary.score).toBeLessThan(0.4);
    await fc.assert(
      fc.asyncProperty(power, async (exponent) => {
        const { predictions } = await learn(id, dataset('binary', exponent, 0), transforms);
        if (TREES.includes(id)) expect(predictions).toEqual(ordinary.predictions);
        else predictions.forEach((p, i) => expect(p).toBeCloseTo(ordinary.predictions[i], 9));
      }),
      runs,
    );
  }, 60_000);

  if (registry[id].describe({ task: 'regression', rows: TRAIN, columns: 2, classes: 0 }) === null) return;
  it('predicts numbers of any unit', async () => {
    const plain = await learn(id, dataset('regression', 0, 0), transforms);
    expect(plain.score).toBeLessThan(id === 'neural-network' ? 10 : 8);
    await fc.assert(
      fc.asyncProperty(power, async (exponent) => {
        const found = await learn(id, dataset('regression', 0, exponent), transforms);
        expect(finite(found)).toBe(true);
        // In the unit of the plain ones. Beyond the range of ordinary numbers the digits are the same.
        const unit = -exponent;
        const error = times(found.score, unit);
        expect(error).toBeGreaterThan(0.5 * plain.score);
        expect(error).toBeLessThan(2 * plain.score + 1);
      }),
      runs,
    );
  }, 60_000);
});

describe('values near the largest double', () => {
  /** As in a report on another tool: two classes that one threshold parts, from `low` up to the largest double. */
  const near = (low: number): Dataset => {
    const random = createRandom(9);
    const x = Float64Array.from({ length: ROWS }, () => {
      const share = random.float();
      return low * (1 - share) + Number.MAX_VALUE * share;
    });
    const sorted = x.slice().sort();
    const codes = Int32Array.from(x, (value) => Number(value > sorted[ROWS / 2]));
    return {
      inputs: {
        rows: ROWS,
        columns: [
          { name: 'x0', type: 'numeric', values: x },
          { name: 'x1', type: 'numeric', values: x.map(() => 1) },
        ],
      },
      target: { name: 'y', classes: ['lo', 'hi'], codes },
      groups: null,
    };
  };

  it.each(['tree', 'boosting', 'random-forest', 'linear', 'nearest-neighbours'])('are parted by %s', async (id) => {
    for (const data of [near(1e100), near(1e307), near(-Number.MAX_VALUE / 2)]) {
      for (const transforms of [PLAIN_TRANSFORMS, SCALED_TRANSFORMS]) {
        expect((await learn(id, data, transforms)).score).toBeLessThan(0.35);
      }
    }
  });

  it.each(['box-cox', 'yeo-johnson', 'log', 'bins', 'none'] as const)(
    'are finite in every shape and scale: %s',
    (shape) => {
      const data = near(-Number.MAX_VALUE / 2);
      const rows = Int32Array.from({ length: ROWS }, (_, row) => row);
      for (const scale of ['none', 'standard', 'robust', 'quantile'] as const) {
        for (const impute of ['none', 'mean', 'median', 'most-frequent'] as const) {
          const numeric = { impute, indicator: false, shape, scale };
          const { train } = prepareRows({
            dataset: data,
            trainRows: rows,
            otherRows: rows,
            kept: [0],
            transforms: { ...PLAIN_TRANSFORMS, numeric },
            takesMissing: false,
            seed: 1,
          });
          expect(train.data.every(Number.isFinite)).toBe(true);
          expect(new Set(train.data).size).toBeGreaterThan(2);
        }
      }
    },
  );
});

describe('metrics', () => {
  const huge = fc.double({ noNaN: true, noDefaultInfinity: true });
  const numbers = fc.array(fc.tuple(huge, huge), { minLength: 1, maxLength: 20 });

  it.each(['rmse', 'mae', 'r2'] as const)('%s is a number whatever the values', (metric) => {
    fc.assert(
      fc.property(numbers, (pairs) => {
        const [truth, predictions] = [0, 1].map((side) => Float64Array.from(pairs, (pair) => pair[side]));
        const value = score(metric, { task: 'regression', truth, predictions, classes: 0 });
        expect(metric === 'r2' ? !Number.isNaN(value) : Number.isFinite(value) && value >= 0).toBe(true);
      }),
    );
  });

  it('scale with the unit', () => {
    const truth = Float64Array.of(1, 2, 3, 5);
    const predictions = Float64Array.of(1.5, 2, 2, 6);
    const in2 = (exponent: number, metric: 'rmse' | 'mae' | 'r2') =>
      score(metric, {
        task: 'regression',
        truth: truth.map((value) => times(value, exponent)),
        predictions: predictions.map((value) => times(value, exponent)),
        classes: 0,
      });
    for (const exponent of [-1000, -500, 700, 1020]) {
      expect(in2(exponent, 'r2')).toBe(in2(0, 'r2'));
      for (const metric of ['rmse', 'mae'] as const)
        expect(times(in2(exponent, metric), -exponent)).toBe(in2(0, metric));
    }
  });

  it('have a mean and a spread over folds whatever their size', () => {
    fc.assert(
      fc.property(fc.array(huge, { minLength: 2, maxLength: 10 }), (scores) => {
        const mean = meanOf(scores);
        expect(Number.isFinite(mean)).toBe(true);
        expect(Number.isFinite(deviationOf(scores, mean, scores.length - 1))).toBe(true);
      }),
    );
  });

  it('never makes a prediction larger than the largest double', () => {
    const yTrain = new Float64Array(0);
    const validRows = Int32Array.of(0);
    const truth = { yTrain, yValid: Float64Array.of(1e308), targetUnit: 2 ** -774, validRows };
    const target: Target = { name: 'y', values: Float64Array.of(1e308) };
    const judge = { task: 'regression', metric: 'rmse', classes: 0 } as const;
    const given = { predictions: Float64Array.of(2 ** 251), importances: new Float64Array(0) };
    const data = { inputs: { rows: 1, columns: [] }, target, groups: null };
    const { judged } = judgeFit(judge, data, truth, new Int32Array(0), given);
    expect(judged!.predictions[0]).toBe(Number.MAX_VALUE);
    expect(Number.isFinite(judged!.score)).toBe(true);
  });
});
