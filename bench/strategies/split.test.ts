import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../random/index.js';
import { splitRows } from './split.js';

const rows = Array.from({ length: 60 }, (_, i) => [String(i), i % 4 === 0 ? 'rare' : 'usual', String(i * i)]);
const header = ['id', 'class', 'value'];

describe('outer split', () => {
  it('takes the same share of each class, and no row for both sides', () => {
    const { train, test } = splitRows({ header, rows }, { target: 'class', task: 'binary' }, 40, createRandom(1));
    expect([train.length, test.length]).toEqual([40, 20]);
    expect(new Set([...train, ...test].map(([id]) => id)).size).toBe(60);
    expect(test.filter(([, label]) => label === 'rare')).toHaveLength(5);
  });

  it('takes the same share of neighbouring values', () => {
    const { train } = splitRows({ header, rows }, { target: 'value', task: 'regression' }, 12, createRandom(1));
    const tens = train.map(([id]) => Math.floor(Number(id) / 10));
    expect(tens).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('is another one with another seed, and the same with the same', () => {
    const of = (seed: number): string[][] =>
      splitRows({ header, rows }, { target: 'value', task: 'regression' }, 40, createRandom(seed)).test;
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});
