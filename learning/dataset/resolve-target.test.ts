import { describe, expect, it } from '@jest/globals';
import type { Task } from '../../contracts/task.js';
import { TextColumn } from '../csv/text-column.js';
import { resolveTarget, type ResolvedTarget, type TargetOptions } from './target.js';

const resolve = (texts: readonly string[], options: TargetOptions & { task?: Task } = {}): ResolvedTarget => {
  const column = new TextColumn('y');
  for (const text of texts) column.append(text);
  const { task = 'auto', ...choices } = options;
  return resolveTarget(column, task, choices);
};
const many = (count: number, text: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => text(i));

describe('the task', () => {
  it.each<[string, string[]]>([
    ['amounts', many(80, (i) => `$${900 + i * 7}.00`)],
    ['amounts of few kinds', many(80, (i) => `${(i % 4) * 100} €`)],
    ['numbers with fractions', many(60, (i) => String((i % 2) + 0.5))],
    ['grouped numbers', many(60, (i) => `${1 + i},${500 + i}`)],
  ])('is a regression of %s', (_, texts) => expect(resolve(texts).task).toBe('regression'));

  it('is decided by the kind of the metric where none was asked for', () => {
    const ratings = many(100, (i) => String((i % 5) + 1));
    expect(resolve(ratings, { targetKind: 'regression' }).task).toBe('regression');
    expect(resolve(ratings, { targetKind: 'classes' })).toMatchObject({ task: 'multiclass', warnings: [] });
    expect(resolve(ratings).warnings).toEqual([
      'y: 5 different whole numbers are taken for classes; --task regression takes them for quantities',
    ]);
    expect(resolve(['a', 'b', 'a', 'b', 'a'], { targetKind: 'regression' }).task).toBe('binary');
  });

  it('is asked for where there are many labels beside few rows', () => {
    const texts = many(80, (i) => `about ${i % 40}`);
    expect(() => resolve(texts)).toThrow(/40 different values in 80 rows \("about 0", .*--task multiclass/);
    expect(resolve(texts, { task: 'multiclass' }).task).toBe('multiclass');
    expect(() => resolve(many(3000, (i) => `c${i % 1500}`))).toThrow(/1500 different values in 3000 rows/);
  });
});

describe('rows of a regression', () => {
  it('are left out and counted where the target is infinite, or no number in a few', () => {
    const texts = [...many(98, (i) => String(i / 3)), 'inf', 'broken'];
    const { target, rows, warnings } = resolve(texts);
    expect(rows).toHaveLength(98);
    expect(target).toMatchObject({ values: Float64Array.from({ length: 98 }, (_, i) => i / 3) });
    expect(warnings).toEqual([
      '1 row whose y is not a number ("broken") is left out',
      '1 row whose y is infinite ("inf") is left out',
    ]);
  });

  it('follow --missing', () => {
    const { rows, warnings } = resolve([...many(20, (i) => String(i / 3)), '-999'], { missing: ['-999'] });
    expect(rows).toHaveLength(20);
    expect(warnings).toEqual(['1 row without a value of y is left out']);
  });
});

describe('labels', () => {
  const labels = ['Yes', 'yes', 'No', 'Yes', 'no', 'No'];

  it('that look alike are told of, and stay as they are', () => {
    const { target, warnings } = resolve(labels);
    expect(target).toMatchObject({ classes: ['No', 'Yes', 'no', 'yes'] });
    expect(warnings).toEqual([
      'y: "Yes", "yes" look like one label, and are learnt as 2; --merge-labels makes one of them',
      'y: "No", "no" look like one label, and are learnt as 2; --merge-labels makes one of them',
    ]);
  });

  it('are merged where the user says so, to the most frequent spelling', () => {
    const { task, target } = resolve(labels, { mergeLabels: true });
    expect(task).toBe('binary');
    expect(target).toMatchObject({ classes: ['No', 'Yes'], codes: Int32Array.of(1, 1, 0, 1, 0, 0) });
    const accents = ['caf\u00e9', 'cafe\u0301', 'tea', 'tea', 'caf\u00e9'];
    expect(resolve(accents, { mergeLabels: true }).target).toMatchObject({ classes: ['caf\u00e9', 'tea'] });
  });
});
