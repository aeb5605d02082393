import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../contracts/json.js';
import {
  defaultPoint,
  pointError,
  type Parameter,
  type Point,
  type SearchSpace,
} from '../../contracts/candidate/space.js';
import { createRandom } from '../../random/index.js';
import { enumeratePoints } from '../spaces/enumerate.js';
import { latinHypercube } from '../spaces/latin-hypercube.js';
import { breedLineage, growLineage, type Lineage } from './lineage.js';
import { pointGenetics } from '../spaces/points.js';
import { fromUnit, toUnit, type NumericParameter } from '../spaces/scale.js';

type Loss = (point: Point) => number;

/** Evolves points for so many evaluations; all of them, in order. */
function evolvePoints(space: SearchSpace, loss: Loss, evaluations: number, seed: number, size = 8): Point[] {
  const tried: Point[] = [];
  const keys = new Set<string>();
  const isTried = (point: Point): boolean => keys.has(canonicalJson(point));
  let lineage: Lineage<Point, null> | null = null;
  let next = [defaultPoint(space)];
  for (let generation = 0; next.length > 0 && tried.length < evaluations; generation++) {
    tried.push(...next);
    next.forEach((point) => keys.add(canonicalJson(point)));
    const measured = next.map((genome) => ({ key: canonicalJson(genome), base: null, genome, loss: loss(genome) }));
    lineage = growLineage(lineage, measured, null);
    const random = createRandom(seed * 1000 + generation);
    const beginning = { first: defaultPoint(space), sample: latinHypercube(space, size / 2, random) };
    const count = Math.min(size, evaluations - tried.length);
    next = breedLineage(
      pointGenetics(space),
      { ...lineage, generations: generation },
      beginning,
      isTried,
      count,
      random,
    );
  }
  return tried;
}

function drawPoints(space: SearchSpace, evaluations: number, seed: number): Point[] {
  const random = createRandom(seed);
  return Array.from({ length: evaluations }, () => pointGenetics(space).sample(random));
}

const best = (points: readonly Point[], loss: Loss): number => Math.min(...points.map(loss));

const bounds = { min: fc.integer({ min: 1, max: 50 }), width: fc.integer({ min: 0, max: 1000 }) };
const scale = fc.constantFrom('linear' as const, 'log' as const);
const numeric = fc
  .record({ type: fc.constantFrom('integer' as const, 'real' as const), ...bounds, scale })
  .map(({ type, min, width, scale }) => ({ type, min, max: min + width, scale, default: min + Math.floor(width / 2) }));
const kind = fc.oneof(
  numeric,
  fc.constant({ type: 'flag' as const, default: false }),
  fc.constantFrom(['a'], ['a', 'b', 'c']).map((values) => ({ type: 'category' as const, values, default: 'a' })),
);

/** Spaces of up to six parameters, some of them active only where an earlier flag or category has its default. */
const spaces: fc.Arbitrary<SearchSpace> = fc
  .array(fc.tuple(kind, fc.nat()), { minLength: 1, maxLength: 6 })
  .map((kinds) => {
    const space: SearchSpace = [];
    kinds.forEach(([parameter, roll], i) => {
      const owners = space.filter(({ type }) => type === 'flag' || type === 'category');
      const owner = roll % 2 === 0 ? owners.at(roll % Math.max(1, owners.length)) : undefined;
      const when = owner && { parameter: owner.name, in: [owner.default] };
      space.push({ name: `p${i}`, ...parameter, ...(when && { when }) } as Parameter);
    });
    return space;
  });

describe('the genetic algorithm', () => {
  it('stays within any space, repeats nothing, and does the same for the same seed', () => {
    fc.assert(
      fc.property(spaces, fc.integer({ min: 0, max: 1e6 }), (space, seed) => {
        const loss: Loss = (point) => canonicalJson(point).length + Object.keys(point).length / 7;
        const points = evolvePoints(space, loss, 24, seed);
        expect(points.map((point) => pointError(space, point)).filter((error) => error !== null)).toEqual([]);
        expect(new Set(points.map((point) => canonicalJson(point))).size).toBe(points.length);
        expect(evolvePoints(space, loss, 24, seed)).toEqual(points);
      }),
      { numRuns: 15, seed: 7 },
    );
  });

  it('searches a small space to the last point', () => {
    const space: SearchSpace = [
      { name: 'kind', type: 'category', values: ['a', 'b'], default: 'a' },
      {
        name: 'k',
        type: 'integer',
        min: 1,
        max: 7,
        scale: 'linear',
        default: 3,
        when: { parameter: 'kind', in: ['b'] },
      },
    ];
    expect(evolvePoints(space, () => 1, 100, 1)).toHaveLength(8);
    expect(enumeratePoints(space, 10)).toHaveLength(8);
    expect(enumeratePoints(space, 5)).toBeNull();
  });

  const unit = (parameter: Parameter, point: Point): number =>
    toUnit(parameter as NumericParameter, point[parameter.name] as number);
  const sphere: SearchSpace = Array.from({ length: 5 }, (_, i) => {
    return { name: `x${i}`, type: 'real', min: 1e-4, max: 1, scale: 'log', default: 1e-2 };
  });
  const sphereLoss: Loss = (point) =>
    sphere.reduce((sum, parameter, i) => sum + (unit(parameter, point) - 0.15 - 0.15 * i) ** 2, 0);
  const mixture: SearchSpace = [
    { name: 'kind', type: 'category', values: ['a', 'b', 'c'], default: 'a' },
    { name: 'x', type: 'real', min: 1e-4, max: 1, scale: 'log', default: 1e-2 },
    {
      name: 'y',
      type: 'real',
      min: 0,
      max: 1,
      scale: 'linear',
      default: 0.5,
      when: { parameter: 'kind', in: ['b', 'c'] },
    },
    {
      name: 'z',
      type: 'integer',
      min: 1,
      max: 99,
      scale: 'linear',
      default: 9,
      when: { parameter: 'kind', in: ['c'] },
    },
    { name: 'flag', type: 'flag', default: false },
  ];
  const mixtureLoss: Loss = (point) => {
    const kinds: Record<string, number> = { a: 0.5, b: 0.25, c: 0.1 };
    const active = mixture.slice(1, 4).filter(({ name }) => point[name] !== undefined);
    const distance = active.reduce((sum, parameter, i) => sum + (unit(parameter, point) - 0.8 + 0.25 * i) ** 2, 0);
    return kinds[point.kind as string] + (point.flag === true ? 0 : 0.1) + distance;
  };

  it.each([
    ['a sphere on a logarithmic scale', sphere, sphereLoss, 0.1],
    ['a mixture of categories with conditions', mixture, mixtureLoss, 0.75],
  ])('finds far better points than a random search: %s', (_, space, loss, share) => {
    const seeds = Array.from({ length: 9 }, (_, i) => i + 1);
    const median = (values: number[]): number => values.sort((a, b) => a - b)[4];
    const evolved = seeds.map((seed) => best(evolvePoints(space, loss, 40, seed), loss));
    const drawn = seeds.map((seed) => best(drawPoints(space, 40, seed), loss));
    expect(evolved.filter((value, i) => value < drawn[i]).length).toBeGreaterThanOrEqual(8);
    expect(median(evolved)).toBeLessThan(share * median(drawn));
  });
});

describe('latinHypercube', () => {
  it('puts one point into every stratum', () => {
    const space: SearchSpace = [{ name: 'x', type: 'real', min: 1e-3, max: 10, scale: 'log', default: 1 }];
    const parameter = space[0] as NumericParameter;
    const points = latinHypercube(space, 10, createRandom(3));
    const strata = points.map(({ x }) => Math.floor(10 * toUnit(parameter, x as number) + 1e-3));
    expect(strata.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('fromUnit', () => {
  it('keeps 4 digits, whole numbers and the bounds', () => {
    const real: NumericParameter = { name: 'x', type: 'real', min: 1e-5, max: 1, scale: 'log', default: 0.1 };
    expect(fromUnit(real, 0.5)).toBe(0.003162);
    expect([fromUnit(real, -1), fromUnit(real, 2)]).toEqual([1e-5, 1]);
    expect(fromUnit({ ...real, type: 'integer', min: 2, max: 200 }, 0.5)).toBe(20);
    expect(toUnit({ ...real, min: 1, max: 1 }, 1)).toBe(0);
  });
});
