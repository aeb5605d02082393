import { describe, expect, it } from '@jest/globals';
import { GaussianProcess } from './gaussian-process.js';
import { growLineage } from './lineage.js';
import { bestMeasured, mergePopulation } from './population.js';
import { countProgress } from './progress.js';
import { TriedSet } from './tried-set.js';

const measured = (genome: string, loss: number, base = 'here') => ({ key: `${genome}@${base}`, base, genome, loss });

describe('mergePopulation', () => {
  it('shifts losses of another base by what the change made of the genomes measured on both', () => {
    const merged = mergePopulation(
      {
        measured: [{ genome: 'a', loss: 1 }],
        estimates: [],
        elsewhere: [
          [
            { genome: 'a', loss: 3 },
            { genome: 'b', loss: 2.5 },
          ],
          [{ genome: 'c', loss: 9 }],
        ],
      },
      10,
    );
    expect(merged).toEqual([
      { genome: 'b', loss: 0.5, estimated: true },
      { genome: 'a', loss: 1, estimated: false },
      { genome: 'c', loss: 1, estimated: true },
    ]);
    expect(bestMeasured(merged)?.genome).toBe('a');
  });

  it('keeps the best measured member whatever the limit', () => {
    const elsewhere = [['b', 'c', 'd'].map((genome, i) => ({ genome, loss: i - 5 }))];
    const shared = [...elsewhere[0], { genome: 'a', loss: 1 }];
    const merged = mergePopulation({ measured: [{ genome: 'a', loss: 1 }], estimates: [], elsewhere: [shared] }, 2);
    expect(merged.map(({ genome }) => genome)).toEqual(['b', 'a']);
  });
});

describe('growLineage', () => {
  it('moves to another base with its members as estimates, and back to measuring', () => {
    const before = growLineage(null, [measured('a', 2), measured('b', 1)], null);
    expect(before.best).toEqual({ key: 'b@here', loss: 1 });
    const moved = growLineage(before, [measured('a', 5, 'there')], 'there');
    expect(moved.best).toEqual({ key: 'a@there', loss: 5 });
    expect(moved.members).toEqual([
      { genome: 'b', loss: 4, estimated: true },
      { genome: 'a', loss: 5, estimated: false },
    ]);
    const again = growLineage(moved, [measured('b', 4.5, 'there')], 'there');
    expect(again.members.every(({ estimated }) => !estimated)).toBe(true);
    expect(again.best).toEqual({ key: 'b@there', loss: 4.5 });
  });
});

describe('TriedSet', () => {
  it('survives as text and forgets the oldest', () => {
    const hash = (i: number): string => i.toString(16).padStart(6, '0').padEnd(64, 'f');
    const tried = new TriedSet('', 3);
    [1, 2, 3, 4, 4].forEach((i) => tried.add(hash(i)));
    const copy = new TriedSet(tried.toString(), 3);
    expect([1, 2, 3, 4].map((i) => copy.has(hash(i)))).toEqual([false, true, true, true]);
  });
});

describe('countProgress', () => {
  it('counts generations whose improvement is less than noise', () => {
    const start = countProgress({ best: null, stale: 0 }, 1, 0.1);
    expect(start).toEqual({ best: 1, stale: 0 });
    expect(countProgress(start, 0.995, 0.1)).toEqual({ best: 1, stale: 1 });
    expect(countProgress({ best: 1, stale: 2 }, 0.98, 0.1)).toEqual({ best: 0.98, stale: 0 });
  });
});

describe('GaussianProcess', () => {
  const places = Array.from({ length: 12 }, (_, i) => [i / 11]);
  const model = new GaussianProcess(
    places,
    places.map(([x]) => Math.sin(5 * x)),
  );

  it('predicts a smooth function between what it was shown, and doubts what lies far from it', () => {
    expect(model.predict([0.37]).mean).toBeCloseTo(Math.sin(5 * 0.37), 2);
    expect(model.predict([2]).deviation).toBeGreaterThan(10 * model.predict([0.37]).deviation);
  });

  it('no longer doubts what lies near a place it believes to know', () => {
    const [near, far, believed] = [[1.32], [-0.5], [1.3]].map((place) => model.predict(place));
    expect(model.believe(near, believed).deviation).toBeLessThan(0.3 * near.deviation);
    expect(model.believe(far, believed).deviation).toBeGreaterThan(0.9 * far.deviation);
    expect(model.believe(near, believed).mean).toBe(near.mean);
  });

  it('handles equal values', () => {
    const flat = new GaussianProcess([[0], [0], [1]], [2, 2, 2]);
    expect(flat.predict([0.5]).mean).toBe(2);
  });
});
