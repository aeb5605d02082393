import { describe, expect, test } from '@jest/globals';
import { didYouMean, nearName } from './near-names.js';

const NAMES = ['species', 'island', 'bill_length_mm', 'sex', 'year', 'prix_déclaré', 'price'];

describe('a name that was meant', () => {
  test.each([
    ['Species', 'species'],
    ['SPECIES', 'species'],
    ['specise', 'species'],
    ['specie', 'species'],
    ['bill length mm', 'bill_length_mm'],
    ['bill-lenght-mm', 'bill_length_mm'],
    ['prix_déclaré'.normalize('NFD'), 'prix_déclaré'],
    ['yaer', 'year'],
    ['\ufeffsex', 'sex'],
  ])('by %s is %s', (wanted, meant) => {
    expect(nearName(wanted, NAMES)).toBe(meant);
  });

  test.each(['kind', 'x', 'temperature', '', 'y'.repeat(150)])('by %s is none', (wanted) => {
    expect(nearName(wanted, NAMES)).toBeNull();
    expect(didYouMean(wanted, NAMES)).toBe('');
  });

  test('is the nearest', () => {
    expect(nearName('prise', NAMES)).toBe('price');
    expect(didYouMean('prise', NAMES)).toBe(' (did you mean price?)');
  });
});
