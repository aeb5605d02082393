import { describe, expect, it } from '@jest/globals';
import { defaultCandidate } from '../../contracts/candidate/candidate.js';
import type { Metric } from '../../contracts/metric.js';
import { readCsv } from '../../learning/csv/index.js';
import { buildDataset, type BuiltDataset } from '../../learning/dataset/dataset.js';
import { rowsOfFit } from '../../learning/splits/folds.js';
import { prepareRows } from '../../learning/transforms/prepare.js';
import { fitTransforms } from '../../learning/transforms/index.js';
import { createRandom } from '../../random/index.js';
import { boosting } from '../../activities/paradigms/boosting/index.js';
import { extraTrees } from '../../activities/paradigms/extra-trees/index.js';
import { naiveBayes } from '../../activities/paradigms/naive-bayes/index.js';
import { nearestNeighbours } from '../../activities/paradigms/nearest-neighbours/index.js';
import type { Paradigm } from '../paradigm/paradigm.js';
import { randomForest } from '../../activities/paradigms/random-forest/index.js';
import { tree } from '../../activities/paradigms/tree/index.js';
import { fitCandidate } from '../fit/fit-candidate.js';

const PARADIGMS: Record<string, Paradigm> = {
  boosting,
  'extra-trees': extraTrees,
  'naive-bayes': naiveBayes,
  'nearest-neighbours': nearestNeighbours,
  'random-forest': randomForest,
  tree,
};

/** Coin flips beside measurements, each row ten times, in random order. */
function coins(seed: number, groups: boolean): BuiltDataset {
  const random = createRandom(seed);
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${random.normal().toFixed(6)},${random.normal().toFixed(6)},p${i},${random.pick(['heads', 'tails'])}`,
  );
  const lines = random.shuffle(rows.flatMap((row) => new Array<string>(10).fill(row)));
  const csv = readCsv(Buffer.from(['a,b,place,coin', ...lines].join('\n')), 'coins.csv');
  const built = buildDataset(csv, { target: 'coin', task: 'auto', types: new Map() });
  return groups ? built : { ...built, dataset: { ...built.dataset, groups: null } };
}

/** Mean score of the folds, and that of the holdout, of a paradigm at its defaults. */
async function scores(
  id: string,
  metric: Metric,
  { dataset, assignment, plan }: BuiltDataset,
): Promise<{ folds: number; holdout: number }> {
  const shape = { task: 'binary', rows: 480, columns: 3, classes: 2 } as const;
  const description = PARADIGMS[id].describe(shape)!;
  const candidate = defaultCandidate(description, { features: '0-1' });
  const judge = { task: 'binary', metric, classes: 2 } as const;
  const scoreOf = async (rows: Parameters<typeof rowsOfFit>[1]): Promise<number> => {
    const { transforms } = candidate;
    const options = { dataset, kept: [0, 1], transforms, takesMissing: description.takesMissing, seed: 1 };
    const prepared = prepareRows({ ...options, ...rowsOfFit(assignment, rows) });
    const job = { judge, candidate, fitSeed: 1, effort: null, checkpoints: null };
    return (await fitCandidate(PARADIGMS, job, prepared, dataset)).judged!.score;
  };
  let folds = 0;
  for (let fold = 0; fold < plan.folds; fold++) folds += (await scoreOf({ fold })) / plan.folds;
  return { folds, holdout: await scoreOf('search') };
}

describe('coin flips of which each row is there ten times', () => {
  it.each(Object.keys(PARADIGMS))(
    'are not told by %s, in folds and on the holdout',
    async (id) => {
      const found = await Promise.all([1, 2, 3].map((seed) => scores(id, 'accuracy', coins(seed, true))));
      for (const place of ['folds', 'holdout'] as const) {
        const mean = found.reduce((sum, one) => sum + one[place] / found.length, 0);
        expect(Math.abs(mean - 0.5)).toBeLessThan(0.2);
      }
    },
    60_000,
  );

  // One that judges itself by copies of what it was trained on grows too sure: losses were 2.4, 1.5, 1.3 and 0.75 then.
  it.each([
    ['boosting', 0.8],
    ['random-forest', 0.8],
    ['extra-trees', 0.8],
    ['naive-bayes', 0.72],
  ])('do not make %s sure of itself by its own splits', async (id, most) => {
    const found = await Promise.all([1, 2, 3].map((seed) => scores(id, 'log-loss', coins(seed, true))));
    expect(found.reduce((sum, { folds }) => sum + folds / found.length, 0)).toBeLessThan(most);
  });

  it('have target encodings that their copies did not make', () => {
    const dealt = (groups: boolean): number[] => {
      const { dataset } = coins(1, groups);
      const rows = Int32Array.from({ length: 600 }, (_, row) => row);
      const transforms = {
        ...naiveBayes.describe({ task: 'binary', rows: 600, columns: 3, classes: 2 })!.transforms,
        categorical: { impute: 'none', indicator: false, encode: 'target' },
      } as const;
      const { inputs: table, target } = dataset;
      const { train } = fitTransforms({
        table,
        rows,
        kept: [2],
        transforms,
        takesMissing: true,
        target,
        groups: dataset.groups,
        seed: 1,
      });
      return [...new Set(train.data)];
    };
    // Each place is one group: in the other folds it has no row, so that all have the mean of all rows.
    expect(dealt(true)).toHaveLength(1);
    expect(dealt(false).length).toBeGreaterThan(1);
  });
});
