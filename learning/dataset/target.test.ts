import { describe, expect, it } from '@jest/globals';
import type { Task } from '../../contracts/task.js';
import { TextColumn } from '../csv/text-column.js';
import { resolveTarget, type ResolvedTarget } from './target.js';

function resolved(texts: readonly string[], task: Task | 'auto' = 'auto'): ResolvedTarget {
  const column = new TextColumn('y');
  for (const text of texts) column.append(text);
  return resolveTarget(column, task, {});
}
const many = (of: (i: number) => string): string[] => Array.from({ length: 60 }, (_, i) => of(i));

describe('words among whole numbers', () => {
  const flags = many((i) => (i % 20 === 3 ? '-' : String(i % 2)));

  it('are none of the classes: their rows are left out, and counted', () => {
    const { task, rows, warnings } = resolved(flags);
    expect(task).toBe('binary');
    expect(rows).toHaveLength(57);
    expect(warnings).toEqual(['3 rows whose y is not a number ("-") are left out']);
  });

  it('are classes where classes were asked for', () => {
    expect(resolved(flags, 'multiclass').target).toMatchObject({ classes: ['0', '1', '-'] });
  });
});

it('dates that are taken for classes are told of', () => {
  expect(resolved(many((i) => `2018-01-1${i % 5}`)).warnings.join()).toMatch(
    /y: 5 different dates are taken for classes/,
  );
});

it('many labels that are not numbers are not called numbers', () => {
  expect(() => resolved(many((i) => `c${i % 30}`))).toThrow(/many for classes; --task multiclass .*right column\?$/);
  expect(() => resolved(many((i) => (i % 5 ? String(i % 29) : `n${i}`)))).toThrow(/--task regression for numbers$/);
});
