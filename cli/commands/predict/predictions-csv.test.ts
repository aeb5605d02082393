import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from '../../../learning/csv/index.js';
import { checkWhole, predictionsCsv } from './predictions-csv.js';

const PLAIN = { proba: false, safe: false };

const label = fc
  .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'ab01.,;"\n\té =+-@') })
  .map((text) => `x${text}y`);

test.each([false, true])('labels come out as they were, whatever is in them; safe: %s', (safe) => {
  fc.assert(
    fc.property(fc.uniqueArray(label, { minLength: 2, maxLength: 4 }), (classes) => {
      const proba = Float64Array.from(classes.flatMap((_, i) => classes.map((__, j) => (i === j ? 1 : 0))));
      const csv = predictionsCsv({ predictions: classes, classes, proba, warnings: [] }, { proba: true, safe });
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
  const text = 'prediction,proba_01,proba_1.0\n01,0.1,0.9\n1.0,1e-9,1\n';
  expect(predictionsCsv(answer, { ...PLAIN, proba: true })).toBe(text);
  expect(predictionsCsv(answer, PLAIN)).toBe('prediction\n01\n1.0\n');
});

describe('labels that a spreadsheet would take for a formula', () => {
  const classes = ['=HYPERLINK("http://x")', '+1', '-2+3', '@SUM(A1)', '\tx', '\rx', '＝1', 'a=b', 'x;=1'];
  const answer = { predictions: classes, classes, proba: null, warnings: [] };

  test('come out as they are by default, so that programs read them back', () => {
    const lines = predictionsCsv(answer, PLAIN).split('\n');
    expect(lines.slice(1, 5)).toEqual(['"=HYPERLINK(""http://x"")"', '+1', '-2+3', '@SUM(A1)']);
  });

  test('get an apostrophe where that is asked for', () => {
    const table = predictionsCsv(answer, { ...PLAIN, safe: true });
    const cells = table.split('\n').slice(1, -1);
    expect(cells).toHaveLength(classes.length);
    cells.slice(0, 7).forEach((cell, i) => expect(cell.startsWith(`"'${classes[i][0]}`)).toBe(true));
    expect(cells.slice(7)).toEqual(['"a=b"', '"x;=1"']);
  });

  test('are none where numbers are predicted', () => {
    const numbers = { predictions: ['-1.5', '2', '-0', '1e-9'], classes: [], proba: null, warnings: [] };
    expect(predictionsCsv(numbers, { ...PLAIN, safe: true })).toBe('prediction\n-1.5\n2\n-0\n1e-9\n');
  });
});

describe('predictions', () => {
  const two = { predictions: ['a', 'b'], classes: ['a', 'b'], proba: Float64Array.of(1, 0, 0, 1), warnings: [] };

  test('are as many as rows', () => {
    checkWhole(two, 2);
    checkWhole({ ...two, proba: null }, 2);
    expect(() => checkWhole(two, 3)).toThrow(/2 predictions, 4 probabilities of 2 classes came of 3 rows/);
    expect(() => checkWhole({ ...two, proba: Float64Array.of(1, 0) }, 2)).toThrow(/nothing was written/);
  });
});
