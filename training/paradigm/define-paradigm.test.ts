import { describe, expect, it } from '@jest/globals';
import { Matrix, solve } from 'ml-matrix';
import { z } from 'zod';
import { SCALED_TRANSFORMS } from '../../contracts/candidate/transform.js';
import { rowsOf } from '../../learning/arrays/matrix.js';
import { fitInput, matrixOf, paradigmSuite } from '../../test/support/paradigm-suite.js';
import { defineParadigm, type ParadigmDefinition } from './define-paradigm.js';
import { category, flag, integer, real, searchSpaceOf } from './parameters.js';

const ridge = defineParadigm({
  id: 'ridge-demo',
  version: 1,
  tasks: ['regression'],
  hyperparameters: { penalty: real({ min: 1e-6, max: 1e3, scale: 'log', default: 1 }) },
  transforms: SCALED_TRANSFORMS,
  model: z.strictObject({ mean: z.number(), weights: z.array(z.number()) }),
  fit({ x, y, hyperparameters: { penalty } }) {
    const rows = new Matrix(rowsOf(x));
    const mean = y.reduce((a, b) => a + b, 0) / y.length;
    const gram = rows
      .transpose()
      .mmul(rows)
      .add(Matrix.eye(x.columns, x.columns, penalty));
    const moments = rows.transpose().mmul(Matrix.columnVector(y.map((value) => value - mean)));
    const weights = solve(gram, moments, true).to1DArray();
    return { meta: { mean, weights }, importances: weights.map(Math.abs) };
  },
  predict({ meta: { mean, weights } }, x) {
    return new Matrix(rowsOf(x)).mmul(Matrix.columnVector(weights)).add(mean).to1DArray();
  },
});

describe('ridge-demo', () => paradigmSuite(ridge, ['regression']));

const metaSchema = z.strictObject({ share: z.number() });
const constant: ParadigmDefinition<Record<string, never>, typeof metaSchema> = {
  id: 'constant',
  version: 3,
  tasks: ['binary'],
  hyperparameters: {},
  model: metaSchema,
  fit: ({ x, y }) => ({
    meta: { share: y.reduce((a, b) => a + b, 0) / y.length },
    arrays: { seen: Int32Array.of(y.length) },
    importances: new Float64Array(x.columns),
  }),
  predict: ({ meta: { share } }, x) => Array.from({ length: x.rows }, () => [1 - share, share]).flat(),
};
const x = matrixOf([[0], [1], [2], [3]]);
const input = fitInput(x, [0, 1, 1, 1], 2, {});

describe('defineParadigm', () => {
  it('describes itself for its tasks alone, with defaults', () => {
    const paradigm = defineParadigm({ ...constant, module: 'file:///constant.js' });
    const shape = { rows: 50, columns: 4, classes: 2 };
    expect(paradigm.module).toBe('file:///constant.js');
    expect(paradigm.describe({ ...shape, task: 'multiclass' })).toBeNull();
    expect(paradigm.describe({ ...shape, task: 'binary' })).toMatchObject({
      id: 'constant',
      version: 3,
      hyperparameters: [],
      architecture: null,
      takesMissing: false,
      transforms: { numeric: { impute: 'none' } },
      defaultWork: paradigm.cost({ ...shape, task: 'binary' }, {}, null).work,
    });
  });

  it('gives models that only it can read, in this version', async () => {
    const paradigm = defineParadigm(constant);
    const { model, effort } = await paradigm.fit(input);
    expect(effort).toBeNull();
    expect(model).toEqual({
      paradigm: 'constant',
      version: 3,
      meta: { task: 'binary', classes: 2, own: { share: 0.75 } },
      arrays: { seen: Int32Array.of(4) },
    });
    expect(Array.from(await paradigm.predict(model, x))).toEqual([0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75]);
    await expect(paradigm.predict({ ...model, version: 2 }, x)).rejects.toThrow('cannot read a model of constant 2');
    await expect(paradigm.predict({ ...model, meta: { ...(model.meta as object), own: {} } }, x)).rejects.toThrow(
      'the model does not fit its schema: meta.share',
    );
  });

  it('hides what belongs to neural networks, and types the rest', async () => {
    const seen: object[] = [];
    const watched = {
      ...constant,
      fit: (given: Parameters<typeof constant.fit>[0]) => (seen.push(given), { meta: { share: 1 }, importances: [2] }),
    };
    const { importances } = await defineParadigm(watched).fit(input);
    expect(Array.from(importances)).toEqual([1]);
    expect(seen[0]).not.toHaveProperty('architecture');
  });

  it.each<[string, Partial<typeof constant>, RegExp]>([
    ['a model that is none', { fit: () => ({ meta: { share: NaN }, importances: [0] }) }, /meta.share: /],
    [
      'too few importances',
      { fit: () => ({ meta: { share: 1 }, importances: [] }) },
      /gave 0 importances for 1 columns/,
    ],
    [
      'negative importances',
      { fit: () => ({ meta: { share: 1 }, importances: [-1] }) },
      /importance of column 0 is -1/,
    ],
    ['too few predictions', { predict: () => [1, 2] }, /gave 2 predictions where 8 are expected/],
  ])('refuses %s', async (_what, part, message) => {
    const paradigm = defineParadigm({ ...constant, ...part });
    await expect(paradigm.fit(input).then(({ model }) => paradigm.predict(model, x))).rejects.toThrow(message);
  });

  it.each<[string, Partial<typeof constant>, RegExp]>([
    ['a name', { id: 'Constant' }, /^defineParadigm\(Constant\): id: a paradigm is named in lower case/],
    ['a version', { version: 0 }, /version: /],
    ['a cost', { cost: () => ({ work: -1, bytes: 0 }) }, /defaultWork: /],
  ])('refuses %s that is none', (_what, part, message) => {
    expect(() => defineParadigm({ ...constant, ...part })).toThrow(message);
  });
});

describe('parameters', () => {
  it('become a search space in the order of declaration', () => {
    const space = searchSpaceOf({
      norm: category({ values: ['l1', 'elastic-net'], default: 'l1' }),
      share: real({ min: 0, max: 1, default: 0.5, when: { parameter: 'norm', in: ['elastic-net'] } }),
      rounds: integer({ min: 1, max: 100, scale: 'log', default: 10 }),
      balanced: flag({ default: false }),
    });
    expect(space).toEqual([
      { name: 'norm', type: 'category', values: ['l1', 'elastic-net'], default: 'l1' },
      {
        name: 'share',
        type: 'real',
        min: 0,
        max: 1,
        scale: 'linear',
        default: 0.5,
        when: { parameter: 'norm', in: ['elastic-net'] },
      },
      { name: 'rounds', type: 'integer', min: 1, max: 100, scale: 'log', default: 10 },
      { name: 'balanced', type: 'flag', default: false },
    ]);
  });

  it.each<[Parameters<typeof searchSpaceOf>[0], RegExp]>([
    [{ Penalty: flag({ default: true }) }, /hyperparameters.Penalty: name: /],
    [{ c: real({ min: 0, max: 1, default: 2 }) }, /hyperparameters.c: the default 2 lies outside/],
    [{ c: real({ min: 2, max: 1, default: 2 }) }, /the default 2 lies outside/],
    [{ c: real({ min: 0, max: 1, scale: 'log', default: 1 }) }, /a log scale needs min > 0/],
    [{ n: integer({ min: 1, max: 5, default: 1.5 }) }, /hyperparameters.n: default: /],
    [{ k: category({ values: ['a', 'a'], default: 'a' }) }, /a value is named twice: a, a/],
    [{ c: flag({ default: true, when: { parameter: 'd', in: [true] } }) }, /when: d is not a parameter declared/],
    [
      { k: category({ values: ['a'], default: 'a' }), c: flag({ default: true, when: { parameter: 'k', in: ['b'] } }) },
      /hyperparameters.c: when: b is not a value of k/,
    ],
  ])('are refused: %j', (space, message) => expect(() => searchSpaceOf(space)).toThrow(message));
});

/** Looked at by the type checker alone. */
export function types(): void {
  defineParadigm({
    id: 'typed',
    version: 1,
    tasks: ['binary', 'regression'],
    hyperparameters: ({ rows }) => ({
      norm: category({ values: ['l1', 'elastic-net'], default: 'l1' }),
      share: real({ min: 0, max: 1, default: 0.5, when: { parameter: 'norm', in: ['elastic-net'] } }),
      rounds: integer({ min: 1, max: rows, default: 1 }),
      balanced: flag({ default: false }),
    }),
    model: z.strictObject({ centre: z.array(z.number()) }),
    fit({ hyperparameters }) {
      const norm: 'l1' | 'elastic-net' = hyperparameters.norm;
      const rounds: number = hyperparameters.rounds;
      const balanced: boolean = hyperparameters.balanced;
      // @ts-expect-error: absent where its condition does not hold
      const share: number = hyperparameters.share;
      // @ts-expect-error: no such value
      const other = hyperparameters.norm === 'l2';
      // @ts-expect-error: no such parameter
      void hyperparameters.penalty;
      return { meta: { centre: [rounds, share, Number(balanced), Number(other), norm.length] }, importances: [] };
    },
    predict({ meta, classes }) {
      // @ts-expect-error: the model has no such field
      void meta.weights;
      return meta.centre.map((value) => value * classes);
    },
  });
  defineParadigm({
    ...constant,
    hyperparameters: {},
    // @ts-expect-error: what fit gives does not fit the model's schema
    fit: () => ({ meta: { share: 'half' }, importances: [] }),
  });
  // @ts-expect-error: a default that is not a value
  category({ values: ['a', 'b'], default: 'c' });
  // @ts-expect-error: no bounds
  real({ default: 1 });
  // @ts-expect-error: no such task
  defineParadigm({ ...constant, tasks: ['ranking'] });
}
