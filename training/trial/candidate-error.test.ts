import { describe, expect, it } from '@jest/globals';
import { candidateSchema, defaultCandidate, type Candidate } from '../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { exampleContext } from '../../kit/axis/example-context.js';
import { candidateError } from './candidate-error.js';

const context: SearchContext = exampleContext();
const last = context.columns.length - 1;
const numeric = context.columns.flatMap(({ type }, i) => (type === 'numeric' ? [i] : []));
const proposed = (part: Partial<Candidate>): Candidate => ({
  ...defaultCandidate(context.paradigms[0], { features: `0-${last}` }),
  ...part,
});
const overridden = (...columns: string[]): Candidate => {
  const { transforms } = proposed({});
  const shapes = ['log', 'bins', 'none'] as const;
  const overrides = columns.map((set, i) => ({
    columns: set,
    transform: { ...transforms.numeric, impute: 'mean' as const, shape: shapes[i % shapes.length] },
  }));
  return proposed({ transforms: { ...transforms, overrides } });
};

describe('columns of a candidate', () => {
  it('are held against the table before a text of a few characters is expanded', () => {
    const start = performance.now();
    for (const features of ['0-400000000', '0-99999999999']) {
      const within = { features: '0', foldFeatures: Array.from({ length: context.plan.folds }, () => features) };
      for (const candidate of [proposed({ features }), proposed(within), overridden(features)]) {
        expect(candidateError(context, candidate)).toMatch(/^column \d+ .*does not exist, there are/);
        expect(candidateSchema.safeParse(candidate).success).toBe(false);
      }
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('have one text, and so have overrides: what differs in writing alone would be trained twice', () => {
    const [a, b, c] = numeric;
    expect(candidateError(context, overridden(`${a}`, `${b}`))).toBeNull();
    expect(candidateError(context, overridden(`${b}`, `${a}`))).toMatch(/not in the order of their first columns/);
    expect(candidateError(context, overridden(`${a}`, `${a}`))).toMatch(/stands in two overrides/);
    expect(candidateError(context, overridden(''))).toMatch(/override is of no column/);
    const { transforms } = overridden(`${a}`, `${b}`, `${c}`);
    const same = transforms.overrides.map(({ columns }) => ({ columns, transform: transforms.overrides[0].transform }));
    const repeated = proposed({ transforms: { ...transforms, overrides: same } });
    expect(candidateError(context, repeated)).toMatch(/repeats the transform of another/);
  });
});
