import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  architectureSchema,
  type Architecture,
  type ArchitectureSpace,
} from '../../contracts/candidate/architecture.js';
import { createRandom } from '../../random/index.js';
import { architectureGenetics, widths } from './architectures.js';

const spaces: fc.Arbitrary<ArchitectureSpace> = fc
  .record({
    layers: fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })),
    units: fc.tuple(fc.integer({ min: 1, max: 1024 }), fc.integer({ min: 1, max: 1024 })),
    dropout: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })),
    activations: fc.subarray(['relu', 'gelu', 'tanh'] as const, { minLength: 1 }),
  })
  .map(({ layers, units, dropout, activations }) => {
    const ordered = ([a, b]: [number, number], unit = 1) => ({
      min: Math.min(a, b) * unit,
      max: Math.max(a, b) * unit,
    });
    const space = { layers: ordered(layers), units: ordered(units), dropout: ordered(dropout, 0.1), activations };
    const layer = {
      units: space.units.min,
      activation: activations[0],
      batchNorm: false,
      dropout: space.dropout.min,
      skip: false,
    };
    return { ...space, default: { layers: Array.from({ length: space.layers.min }, () => layer) } };
  });

function isWithin(space: ArchitectureSpace, { layers }: Architecture): boolean {
  const inside = (value: number, { min, max }: { min: number; max: number }): boolean => value >= min && value <= max;
  return (
    inside(layers.length, space.layers) &&
    layers.every(
      ({ units, dropout, activation }) =>
        inside(units, space.units) && inside(dropout, space.dropout) && space.activations.includes(activation),
    )
  );
}

describe('the genetics of architectures', () => {
  it('stays within any space', () => {
    fc.assert(
      fc.property(spaces, fc.nat(), (space, seed) => {
        const genetics = architectureGenetics(space);
        const random = createRandom(seed);
        let architecture = space.default;
        const found = Array.from({ length: 30 }, () => {
          const other = genetics.sample(random);
          architecture = genetics.mutate(genetics.crossover(architecture, other, random), 0.5, random);
          return [other, architecture];
        }).flat();
        expect(found.filter((one) => !architectureSchema.safeParse(one).success || !isWithin(space, one))).toEqual([]);
        expect(found.flatMap((one) => genetics.encode(one)).filter((value) => !(value >= 0 && value <= 1))).toEqual([]);
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  it('offers widths in powers of two, half-way between, and at the bounds', () => {
    expect(widths({ min: 5, max: 70 })).toEqual([5, 6, 8, 12, 16, 24, 32, 48, 64, 70]);
    expect(widths({ min: 1, max: 4 })).toEqual([1, 2, 3, 4]);
    expect(widths({ min: 9, max: 9 })).toEqual([9]);
  });
});
