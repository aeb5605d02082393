import { describe, expect, it } from '@jest/globals';
import { PLAIN_TRANSFORMS, type CategoricalTransform } from '../../contracts/candidate/transform.js';
import { columnOf, type Matrix } from '../arrays/matrix.js';
import type { CategoryColumn, Table, Target } from '../arrays/table.js';
import { applyTransforms, fitTransforms } from './index.js';

type Texts = readonly (string | null)[];

function tableOf(texts: Texts, levels = [...new Set(texts.filter((text) => text !== null))].sort()): Table {
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : levels.indexOf(text)));
  const column: CategoryColumn = { name: 'c', type: 'categorical', codes, levels };
  return { rows: texts.length, columns: [column] };
}

const regression = (values: number[]): Target => ({ name: 'y', values: Float64Array.from(values) });

interface Options extends Partial<CategoricalTransform> {
  takesMissing?: boolean;
  target?: Target;
}

/** Fits on texts and applies to others, in a table whose levels have other codes. */
function through(train: Texts, test: Texts, options: Options): { train: Matrix; test: Matrix } {
  const { takesMissing = false, target = regression(train.map((_, i) => i)), ...transform } = options;
  const categorical = { impute: 'none', indicator: false, encode: 'ordinal', ...transform } as const;
  const fit = fitTransforms({
    table: tableOf(train),
    rows: Int32Array.from(train.keys()),
    kept: [0],
    transforms: { ...PLAIN_TRANSFORMS, categorical },
    takesMissing,
    target,
    groups: null,
    seed: 3,
  });
  const levels = [...new Set(['zz', ...test.filter((text) => text !== null)])].sort().reverse();
  return { train: fit.train, test: applyTransforms(fit.fitted, tableOf(test, levels), null) };
}

const columns = (matrix: Matrix): number[][] =>
  Array.from({ length: matrix.columns }, (_, c) => [...columnOf(matrix, c)]);

describe('one-hot', () => {
  it('has a column for each category and for missing', () => {
    const { train, test } = through(['a', 'b', null, 'c'], ['c', 'new', null], { encode: 'one-hot' });
    expect(train.names).toEqual(['c=a', 'c=b', 'c=c', 'c missing']);
    expect(columns(test)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [1, 0, 0],
      [0, 0, 1],
    ]);
  });

  it('needs one column for two categories, and none for one', () => {
    expect(columns(through(['a', 'b'], ['b', 'a', 'new', null], { encode: 'one-hot' }).test)).toEqual([[1, 0, 0, 0]]);
    const { train, test } = through(['a', 'a'], ['b'], { encode: 'one-hot' });
    expect([columns(train), columns(test)]).toEqual([[[0, 0]], [[0]]]);
  });

  it('keeps the most frequent 63 of very many apart; the others, and unseen ones, share a column', () => {
    const train = Array.from({ length: 100 }, (_, i) => Array.from({ length: i < 63 ? 2 : 1 }, () => `v${i + 100}`));
    const { test } = through(train.flat(), ['v100', 'v162', 'v163', 'v199', 'new', null], { encode: 'one-hot' });
    expect(test.columns).toBe(64);
    expect(test.names.filter((name) => name === 'c other')).toHaveLength(1);
    const places = Array.from({ length: test.rows }, (_, r) => columns(test).findIndex((column) => column[r] === 1));
    expect(places).toEqual([0, 62, 63, 63, 63, 63]);
  });
});

describe('ordinal', () => {
  it('ranks texts, and leaves missing and unseen to learners that take them', () => {
    const { test } = through(['x', 'y', 'z'], ['z', 'x', 'new', null], { takesMissing: true });
    expect(columns(test)).toEqual([[2, 0, NaN, NaN]]);
  });

  it('places missing before the first, and unseen at the median, for the others', () => {
    expect(columns(through(['x', 'y', 'y', null], ['z', null], {}).test)).toEqual([[1, -1]]);
    expect(columns(through(['x', 'y', 'z', 'z', 'z'], ['new', null], {}).test)).toEqual([[2, 2]]);
  });
});

describe('frequency, imputation and indicator', () => {
  it('gives shares of the training rows, 0 for unseen', () => {
    const { test } = through(['a', 'a', 'b', null], ['a', 'b', null, 'new'], { encode: 'frequency' });
    expect(columns(test)).toEqual([[0.5, 0.25, 0.25, 0]]);
  });

  it('takes the most frequent for missing, and says where', () => {
    const options = { encode: 'frequency', impute: 'most-frequent', indicator: true } as const;
    const { train, test } = through(['b', 'a', 'b', null], ['a', null], options);
    expect(columns(test)).toEqual([
      [0.25, 0.75],
      [0, 1],
    ]);
    expect(train.names).toEqual(['c frequency', 'c is missing']);
    expect(through(['a', 'b'], [null], { ...options }).test.columns).toBe(1);
  });
});

describe('target', () => {
  const groups = Array.from({ length: 400 }, (_, i) => 'abcd'[i % 4]);
  const target = regression(groups.map((text, i) => text.charCodeAt(0) + (i % 3)));

  it('gives means close to those of large categories, and the overall mean for unseen ones', () => {
    const { train, test } = through(groups, ['a', 'd', 'new', null], { encode: 'target', target });
    const [[a, d, unseen, missing]] = columns(test);
    expect(a).toBeCloseTo(98, 0);
    expect(d).toBeCloseTo(101, 0);
    expect(unseen).toBeCloseTo(99.5, 1);
    expect(missing).toBe(unseen);
    // Five folds: five values for each category.
    expect(new Set(columnOf(train, 0)).size).toBe(20);
  });

  it('shrinks categories that tell nothing to the overall mean', () => {
    const noise = regression(groups.map((_, i) => (Math.floor(i / 4) % 2 ? 1 : -1)));
    const [values] = columns(through(groups, ['a', 'b', 'c', 'd'], { encode: 'target', target: noise }).test);
    values.forEach((value) => expect(Math.abs(value)).toBeLessThan(0.01));
  });

  it('has a column for each class but the first', () => {
    const codes = Int32Array.from(groups, (text) => Math.min(2, text.charCodeAt(0) - 97));
    const classes: Target = { name: 'y', codes, classes: ['k', 'l', 'm'] };
    const { train, test } = through(groups, ['a', 'b', 'd'], { encode: 'target', target: classes });
    expect(train.names).toEqual(['c share of l', 'c share of m']);
    const [l, m] = columns(test);
    [0, 1, 0].forEach((share, i) => expect(l[i]).toBeCloseTo(share, 1));
    [0, 0, 1].forEach((share, i) => expect(m[i]).toBeCloseTo(share, 1));
  });
});
