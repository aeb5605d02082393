import { tableText } from '../support/case-tables.js';
import { describeCases, type DataCase } from '../support/data-cases.js';

const given: DataCase[] = [
  {
    name: 's04: ratings by rmse',
    data: { file: 's04-ratings.csv' },
    target: 'rating',
    input: { metric: 'rmse' },
    orRefused: /--task regression/,
    task: 'regression',
  },
  {
    name: 's18: 25 rows and 19 classes of one row',
    data: { file: 's18d-25-rows.csv' },
    target: 'y',
    refused: /y.*(class|row)/,
  },
];

const classesOf = (counts: readonly number[]): { text: string } => {
  const labels = counts.flatMap((count, label) => Array.from({ length: count }, () => `c${label}`));
  return { text: tableText(['x', 'y'], labels.length, (i) => [(i * 7) % 26, labels[i]]) };
};
const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

const siblings: DataCase[] = [
  ...(['rmse', 'mae', 'r2'] as const).map((metric): DataCase => ({
    name: `whole numbers of two values by ${metric}`,
    data: { text: tableText(['x', 'y'], 60, (i) => [3 * i, i % 2]) },
    target: 'y',
    input: { metric },
    orRefused: /--task regression/,
    task: 'regression',
  })),
  ...(['accuracy', 'log-loss', 'f1'] as const).map((metric): DataCase => ({
    name: `whole numbers of thirty values by ${metric}`,
    data: { text: tableText(['x', 'y'], 300, (i) => [3 * i, i % 30]) },
    target: 'y',
    input: { metric },
    orRefused: /--task multiclass/,
    task: 'multiclass',
  })),
  {
    name: 'texts by rmse are refused, because they are not numbers',
    data: { text: tableText(['x', 'y'], 60, (i) => [3 * i, i % 2 ? 'a' : 'b']) },
    target: 'y',
    input: { metric: 'rmse' },
    refused: /no number|rmse/,
  },
  {
    name: 'few numbers with a fraction are a regression',
    data: { text: tableText(['x', 'y'], 100, (i) => [3 * i, (i % 5) / 2 + 0.5]) },
    target: 'y',
    task: 'regression',
  },
  {
    name: 'amounts of which most are different are a regression',
    data: { text: tableText(['x', 'fee'], 80, (i) => [3 * i, `£${i * 3 + 10}.50`]) },
    target: 'fee',
    task: 'regression',
  },
  {
    name: 'texts of which most are different are refused',
    data: { text: tableText(['x', 'name'], 60, (i) => [3 * i, `person ${i % 50}`]) },
    target: 'name',
    refused: /name.*(50|class|values)/,
  },
  ...(
    [
      ['12 rows, 10 classes of one row', [...ones(10), 2]],
      ['30 rows, 26 classes of one row', [...ones(26), 4]],
      ['40 rows, 35 classes of one row', [...ones(35), 5]],
      ['26 rows, all but two alone', [...ones(24), 2]],
      ['25 rows, 12 classes of two rows and one alone', [...Array.from({ length: 12 }, () => 2), 1]],
      ['6 rows, 3 classes of two', [2, 2, 2]],
      ['25 rows, one other', [24, 1]],
      ['30 rows, two others', [28, 1, 1]],
      ['5 rows, two classes', [3, 2]],
    ] as const
  ).map(([name, counts]): DataCase => ({
    name: `${name}: refused at once, or searched`,
    data: classesOf(counts),
    target: 'y',
    orRefused: /y.*(class|row)/,
    score: [0, 40],
  })),
  ...[5, 6, 9, 24, 25, 26].map((rows): DataCase => ({
    name: `${rows} numbers to predict: refused at once, or searched`,
    data: { text: tableText(['x', 'y'], rows, (i) => [3 * i, i * 1.5 + 0.25]) },
    target: 'y',
    task: 'regression',
    orRefused: /rows/,
    score: [0, 100],
  })),
];

describeCases('tasks and plans: the cases that were reported', given);
describeCases('tasks and plans: others of their kinds', siblings);
