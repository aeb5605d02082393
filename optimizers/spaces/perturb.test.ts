import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultPoint, pointError, type SearchSpace } from '../../contracts/candidate/space.js';
import { createRandom } from '../../random/index.js';
import { perturbPoint } from './perturb.js';
import { randomPoint } from './random-point.js';

const SPACE: SearchSpace = [
  { name: 'rate', type: 'real', min: 1e-4, max: 1, scale: 'log', default: 0.01 },
  { name: 'fixed', type: 'real', min: 2, max: 2, scale: 'linear', default: 2 },
  { name: 'leaves', type: 'integer', min: 2, max: 256, scale: 'log', default: 31 },
  { name: 'growth', type: 'category', values: ['leaf', 'level'], default: 'leaf' },
  {
    name: 'depth',
    type: 'integer',
    min: 1,
    max: 9,
    scale: 'linear',
    default: 4,
    when: { parameter: 'growth', in: ['level'] },
  },
  { name: 'deep', type: 'flag', default: false, when: { parameter: 'depth', in: [4] } },
];

describe('perturbation of a point', () => {
  it('stays within the space, conditions kept, from one draw to the next', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 3, noNaN: true }), (seed, share) => {
        const random = createRandom(seed);
        let point = defaultPoint(SPACE);
        for (let draw = 0; draw < 20; draw++) {
          point = perturbPoint(SPACE, point, share, random);
          expect(pointError(SPACE, point)).toBeNull();
        }
      }),
    );
  });

  it('moves a rate by orders of magnitude rather than by amounts', () => {
    const random = createRandom(5);
    const logs = Array.from({ length: 2000 }, () =>
      Math.log10(perturbPoint(SPACE, defaultPoint(SPACE), 0.1, random).rate as number),
    );
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    const sd = Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / logs.length);
    expect(mean).toBeCloseTo(-2, 1);
    expect(sd).toBeCloseTo(0.4, 1);
  });
});

describe('a random point', () => {
  it('lies within the space, conditions kept', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => expect(pointError(SPACE, randomPoint(SPACE, createRandom(seed)))).toBeNull()),
    );
  });

  it('reaches all of the space, each order of magnitude as often', () => {
    const random = createRandom(3);
    const points = Array.from({ length: 2000 }, () => randomPoint(SPACE, random));
    const below = (limit: number): number => points.filter(({ rate }) => (rate as number) < limit).length / 2000;
    expect([1e-3, 1e-2, 1e-1].map((limit) => Math.round(below(limit) * 20) / 20)).toEqual([0.25, 0.5, 0.75]);
    expect(new Set(points.map(({ growth }) => growth))).toEqual(new Set(['leaf', 'level']));
    expect(points.some(({ deep }) => deep === true)).toBe(true);
  });
});
