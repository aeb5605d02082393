import { describe, expect, it } from '@jest/globals';
import { rankColumns, columnsToReadmit, type Vote } from './ranking.js';

const vote = (columns: number[], importances: number[]): Vote => ({ columns, importances });

describe('the ranking of columns', () => {
  it('is by importance, equal ones by index, and counts those in use', () => {
    const votes = [vote([0, 1, 2, 3, 4], [0.2, 0.5, 0, 0.3, 0.2])];
    expect(rankColumns([0, 2, 3, 4], votes)).toEqual({ columns: [3, 0, 4, 2], used: 3 });
  });

  it('is of several models together, whatever the scale of each', () => {
    const votes = [vote([0, 1, 2], [0.9, 0.1, 0]), vote([0, 1, 2], [0, 30, 10]), vote([0, 1], [0, 1, 0])];
    // Mean shares: 0.3, 0.617, 0.083.
    expect(rankColumns([0, 1, 2], votes)).toEqual({ columns: [1, 0, 2], used: 3 });
  });

  it('counts a column that a model did without as useless to it', () => {
    expect(rankColumns([0, 1], [vote([0], [1, 0]), vote([0, 1], [0.4, 0.6])])!.columns).toEqual([0, 1]);
  });

  it('is none where no model says anything', () => {
    expect(rankColumns([0, 1], [])).toBeNull();
    expect(rankColumns([0, 1], [vote([0, 1, 2], [0, 0, 1])])).toBeNull();
  });
});

describe('columns that models want back', () => {
  const useful = vote([0, 1, 2, 3], [0.4, 0.3, 0.3, 0]);
  const useless = vote([0, 1, 2, 3], [0.9, 0.05, 0.04, 0.01]);

  it('are those that most of the models that had them use', () => {
    expect(columnsToReadmit([1, 2, 3], [useful, useful, useless])).toEqual([1, 2]);
    expect(columnsToReadmit([1, 2, 3], [useful, useless])).toEqual([]);
  });

  it('are none where no model had them, or those that had say nothing', () => {
    expect(columnsToReadmit([1, 2], [vote([0], [1, 0, 0])])).toEqual([]);
    expect(columnsToReadmit([1, 2], [vote([0, 1, 2], [0, 0, 0])])).toEqual([]);
  });
});
