import { describe, expect, it } from '@jest/globals';
import {
  transformOfEachColumn,
  type CategoricalTransform,
  type NumericTransform,
} from '../../../contracts/candidate/transform.js';
import {
  axisSuite,
  defaultCandidates,
  exampleContext,
  outcomeOf,
  simulate,
  type Objective,
} from '../../../test/contract/axis-suite.js';
import { transformsAxis } from './index.js';

describe('transforms', () => {
  axisSuite(transformsAxis);

  const context = exampleContext({ columns: 12 });
  const types = context.columns.map(({ type }) => type);
  const [bayes, boosting] = defaultCandidates(context);

  /** Lower by 0.1 for each wish that the column's transform grants. */
  const granting =
    (wishes: readonly [column: number, field: string, value: string][]): Objective =>
    (candidate, at) => {
      const each = transformOfEachColumn(candidate.transforms, types);
      const granted = wishes.filter(
        ([column, field, value]) => (each[column] as unknown as Record<string, unknown>)[field] === value,
      );
      return outcomeOf(1 - 0.1 * granted.length, candidate, at);
    };

  it('finds what helps a type, and puts together what helps several', () => {
    const objective = granting([
      [0, 'shape', 'log'],
      [3, 'shape', 'log'],
      [2, 'encode', 'target'],
    ]);
    const { best, trials } = simulate(transformsAxis, context, objective, { prior: [bayes] });
    const each = transformOfEachColumn(best!.candidate.transforms, types);
    expect((each[0] as NumericTransform).shape).toBe('log');
    expect((each[2] as CategoricalTransform).encode).toBe('target');
    expect(trials.length).toBeLessThanOrEqual(21);
  });

  it('refines single columns', () => {
    // Columns 0 and 4 are skewed; what helps one harms the others, so that no choice for the type can help.
    const objective: Objective = (candidate, at) => {
      const each = transformOfEachColumn(candidate.transforms, types) as NumericTransform[];
      const reshaped = [0, 1, 3, 6, 9].filter((column) => each[column].shape !== 'none');
      const loss = reshaped.reduce((sum, column) => sum + (column === 0 ? -0.1 : 0.1), 1);
      return outcomeOf(loss, candidate, at);
    };
    const { best } = simulate(transformsAxis, context, objective, { prior: [bayes] });
    expect(best!.candidate.transforms.overrides.map(({ columns }) => columns)).toEqual(['0']);
    expect(best!.candidate.transforms.numeric.shape).toBe('none');
  });

  it('leaves the order of numbers alone for a paradigm that asks for plain ones', () => {
    const { trials } = simulate(transformsAxis, context, granting([]), { prior: [boosting] });
    const numeric = trials.flatMap(({ candidate }) =>
      transformOfEachColumn(candidate.transforms, types).filter((_, column) => types[column] === 'numeric'),
    ) as NumericTransform[];
    expect(numeric.every(({ shape, scale }) => shape === 'none' && scale === 'none')).toBe(true);
    expect(trials.length).toBeGreaterThan(1);
  });

  it('ends at once where nothing could matter', () => {
    const plain = exampleContext({ columns: 1 });
    const prior = defaultCandidates(plain).slice(1, 2);
    const { outputs } = simulate(transformsAxis, plain, (candidate, at) => outcomeOf(1, candidate, at), { prior });
    expect(outputs).toHaveLength(1);
    expect(outputs[0]).toMatchObject({ converged: true, note: 'No other transform could matter for boosting.' });
  });
});
