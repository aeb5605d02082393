import { describe, expect, it } from '@jest/globals';
import { fitCandidate } from '../../training/fit/fit-candidate.js';
import { encodeColumns } from '../../contracts/candidate/column-set.js';
import { defaultPoint, type Point } from '../../contracts/candidate/space.js';
import type { NumericTransform } from '../../contracts/candidate/transform.js';
import { readCsv } from '../../learning/csv/index.js';
import { buildDataset } from '../../learning/dataset/dataset.js';
import { prepareRows } from '../../learning/transforms/prepare.js';
import { createRandom } from '../../random/index.js';
import { registry } from '../../activities/paradigms/index.js';
import { differences, friedman, heavyTailed, misledNeighbours, redundant, TARGET, type Generator } from './generate.js';
import { toCsv } from './split.js';

/** A candidate: columns by their names, and what differs from the paradigm's defaults. */
interface Asked {
  paradigm: string;
  keeps?: (name: string) => boolean;
  settings?: Point;
  shape?: NumericTransform['shape'];
}

/** Scores candidates on 1,000 rows after a fit on the others: log loss or root mean squared error. */
function judge(generate: Generator, trainRows: number): (asked: Asked) => Promise<number> {
  const { header, rows } = generate(createRandom(7), trainRows + 1000);
  const csv = readCsv(Buffer.from(toCsv(header, rows)), 'generated');
  const { dataset, task } = buildDataset(csv, { target: TARGET, task: 'auto', types: new Map() });
  const classes = 'classes' in dataset.target ? dataset.target.classes.length : 0;
  const metric = task === 'regression' ? 'rmse' : 'log-loss';
  return async ({ paradigm, keeps = () => true, settings = {}, shape = 'none' }) => {
    const description = registry[paradigm].describe({ task, rows: trainRows, columns: header.length - 1, classes })!;
    const { hyperparameters, transforms: usual, takesMissing } = description;
    const kept = header.slice(0, -1).flatMap((name, i) => (keeps(name) ? [i] : []));
    const transforms = { ...usual, numeric: { ...usual.numeric, shape } };
    const candidate = {
      features: encodeColumns(kept),
      transforms,
      paradigm,
      hyperparameters: { ...defaultPoint(hyperparameters), ...settings },
      architecture: null,
    };
    const train = Int32Array.from({ length: trainRows }, (_, row) => row);
    const test = Int32Array.from({ length: 1000 }, (_, row) => trainRows + row);
    const given = { dataset, trainRows: train, otherRows: test, kept, transforms, takesMissing, seed: 1 };
    const job = { judge: { task, metric, classes }, candidate, fitSeed: 1, effort: null, checkpoints: null } as const;
    return (await fitCandidate(registry, job, prepareRows(given), dataset)).judged!.score;
  };
}

describe.each(Object.entries({ differences, friedman, heavyTailed, misledNeighbours, redundant }))(
  '%s',
  (_, generate) => {
    it('draws the same rows from the same random numbers, others from others', () => {
      expect(generate(createRandom(1), 5)).toEqual(generate(createRandom(1), 5));
      expect(generate(createRandom(1), 5).rows).not.toEqual(generate(createRandom(2), 5).rows);
    });

    it('draws rows as wide as the header', () => {
      const { header, rows } = generate(createRandom(1), 3);
      expect(rows.map((row) => row.length)).toEqual(Array(3).fill(header.length));
      expect(new Set(header).size).toBe(header.length);
    });
  },
);

describe('interactions', () => {
  it('of redundant: few columns with the weak penalty, all with a strong one, which is better', async () => {
    const score = judge(redundant, 120);
    const few = (name: string): boolean => Number(name.split('_')[1]) <= 12;
    const [weakFew, weakAll, strongFew, strongAll] = await Promise.all([
      score({ paradigm: 'linear', keeps: few }),
      score({ paradigm: 'linear' }),
      score({ paradigm: 'linear', keeps: few, settings: { penalty: 1 } }),
      score({ paradigm: 'linear', settings: { penalty: 1 } }),
    ]);
    expect(weakFew).toBeLessThan(0.9 * weakAll);
    expect(strongAll).toBeLessThan(0.9 * strongFew);
    expect(strongAll).toBeLessThan(0.9 * weakFew);
  });

  it('of differences: substitutes with the default penalty, pairs with a very weak one, which are better', async () => {
    const score = judge(differences, 240);
    const substitutes = (name: string): boolean => name.startsWith('substitute');
    const pairs = (name: string): boolean => /^(before|after)/.test(name);
    const weak = { penalty: 1e-6 };
    const [byDefault, pairsByDefault, pairsWeak, substitutesWeak, allWeak] = await Promise.all([
      score({ paradigm: 'linear', keeps: substitutes }),
      score({ paradigm: 'linear', keeps: pairs }),
      score({ paradigm: 'linear', keeps: pairs, settings: weak }),
      score({ paradigm: 'linear', keeps: substitutes, settings: weak }),
      score({ paradigm: 'linear', settings: weak }),
    ]);
    expect(byDefault).toBeLessThan(0.7 * pairsByDefault);
    expect(pairsWeak).toBeLessThan(0.7 * byDefault);
    expect(substitutesWeak).toBeGreaterThan(0.95 * byDefault);
    expect(allWeak).toBeLessThan(0.8 * byDefault);
  });

  it('of misled neighbours: a forest on all columns, nearest neighbours on the two that count', async () => {
    const score = judge(misledNeighbours, 400);
    const counts = (name: string): boolean => name.startsWith('u');
    const neighbours = { paradigm: 'nearest-neighbours', settings: { neighbours: 5, smoothing: 0.1 } };
    const forest = { paradigm: 'random-forest', settings: { trees: 50 } };
    expect(await score(forest)).toBeLessThan(0.95 * (await score(neighbours)));
    expect(await score({ ...neighbours, keeps: counts })).toBeLessThan(
      0.9 * (await score({ ...forest, keeps: counts })),
    );
  });

  it('of Friedman: nearest neighbours are the worst on all columns, and among the best on the five that count', async () => {
    const score = judge(friedman, 400);
    const counts = (name: string): boolean => /^x[1-5]$/.test(name);
    const forest = { paradigm: 'random-forest', settings: { trees: 50 } };
    const neighbours = { paradigm: 'nearest-neighbours', settings: { neighbours: 8 } };
    expect(await score(neighbours)).toBeGreaterThan(1.2 * (await score({ paradigm: 'linear' })));
    expect(await score({ ...neighbours, keeps: counts })).toBeLessThan(
      1.1 * (await score({ ...forest, keeps: counts })),
    );
    expect(await score({ ...forest, keeps: counts })).toBeLessThan(0.9 * (await score(forest)));
  });

  it('of heavy tails: a forest on the columns as they are, a linear model after Box-Cox', async () => {
    const score = judge(heavyTailed, 300);
    const forest = await score({ paradigm: 'random-forest' });
    expect(forest).toBeLessThan(0.8 * (await score({ paradigm: 'linear' })));
    expect(await score({ paradigm: 'linear', shape: 'box-cox' })).toBeLessThan(0.8 * forest);
    expect(await score({ paradigm: 'random-forest', shape: 'box-cox' })).toBeGreaterThan(0.95 * forest);
  });
});
