import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from '../learning/csv/index.js';
import { predictionsCsv } from './predict.js';

const label = fc
  .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'ab01.,;"\n\té ') })
  .map((text) => `x${text}y`);

test('labels come out as they were, whatever is in them', () => {
  fc.assert(
    fc.property(fc.uniqueArray(label, { minLength: 2, maxLength: 4 }), (classes) => {
      const proba = Float64Array.from(classes.flatMap((_, i) => classes.map((__, j) => (i === j ? 1 : 0))));
      const csv = predictionsCsv({ predictions: classes, classes, proba, warnings: [] }, true);
      const table = readCsv(Buffer.from(csv), 'predictions.csv');
      expect(table.columns.map(({ name }) => name)).toEqual(['prediction', ...classes.map((name) => `proba_${name}`)]);
      expect(classes.map((_, row) => table.columns[0].text(row))).toEqual(classes);
    }),
  );
});

test('labels that look like numbers stay as they are, and probabilities are exact', () => {
  const answer = {
    predictions: ['01', '1.0'],
    classes: ['01', '1.0'],
    proba: Float64Array.of(0.1, 0.9, 1e-9, 1),
    warnings: [],
  };
  expect(predictionsCsv(answer, true)).toBe('prediction,proba_01,proba_1.0\n01,0.1,0.9\n1.0,1e-9,1\n');
  expect(predictionsCsv(answer, false)).toBe('prediction\n01\n1.0\n');
});
