import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inputColumnSchema } from '../../contracts/module/context.js';
import { UserError } from '../../contracts/errors.js';
import { evaluationPlanSchema } from '../../contracts/module/evaluation.js';
import { defaultCandidate } from '../../contracts/candidate/candidate.js';
import { encodeColumns } from '../../contracts/candidate/column-set.js';
import { problemShapeSchema } from '../../contracts/task.js';
import { readCsv } from '../../learning/csv/index.js';
import { HOLDOUT, redealFolds, rowsOfFit, rowsWhere } from '../../learning/splits/folds.js';
import { inputColumns } from '../../learning/dataset/profile.js';
import { prepareRows } from '../../learning/transforms/prepare.js';
import { tree } from '../paradigms/tree/index.js';
import { fitCandidate } from '../../training/fit/fit-candidate.js';
import { defaultMetric } from '../../contracts/metric.js';
import { shapeOf } from './problem-shape.js';
import { profileCsv, type ProfiledCsv } from './profile-csv.js';

const profiled = (text: string, task: 'auto' | 'multiclass' = 'auto'): ProfiledCsv =>
  profileCsv(readCsv(Buffer.from(text), 'file.csv'), { target: 'y', task, types: [], seed: 1 });

const cell = fc.oneof(
  fc.nat(3).map(String),
  fc.constantFrom('', 'NA', 'a', 'b', 'c d e f g', 'é'),
  fc.double({ min: -5, max: 5, noNaN: true }).map((value) => value.toFixed(2)),
);
const columns = fc.oneof(
  fc.constant(cell),
  fc.constant(fc.constantFrom('', 'only')),
  fc.constant(fc.nat(1000).map(String)),
  fc.constant(fc.constantFrom('no', 'yes')),
);
const targets = fc.oneof(
  fc.constant(fc.constantFrom('no', 'yes')),
  fc.constant(fc.nat(30).map((code) => `c${code}`)),
  fc.constant(fc.constantFrom('a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'b', '')),
  fc.constant(fc.double({ min: 0, max: 9, noNaN: true }).map(String)),
  fc.constant(fc.nat(2).map(String)),
);
/** Small tables of any kind; some have each row several times. */
const tables = fc
  .tuple(fc.array(columns, { minLength: 1, maxLength: 4 }), targets, fc.integer({ min: 1, max: 5 }))
  .chain(([inputs, target, times]) =>
    fc
      .array(fc.tuple(fc.tuple(...inputs), target), { minLength: 1, maxLength: 60 })
      .map((rows) => Array.from({ length: times }, () => rows).flat()),
  )
  .map((rows) => {
    const header = [...rows[0][0].map((_, c) => `x${c}`), 'y'].join(',');
    return [header, ...rows.map(([inputs, target]) => [...inputs, target].join(','))].join('\n');
  });

async function expectWorkable({ dataset, task, plan, assignment, profile }: ProfiledCsv): Promise<void> {
  expect(evaluationPlanSchema.safeParse(plan).error).toBeUndefined();
  const inputs = inputColumns(profile);
  for (const column of inputs) expect(inputColumnSchema.safeParse(column).error).toBeUndefined();
  const classes = 'codes' in dataset.target ? [...dataset.target.classes] : [];
  const shape = shapeOf({ task, classes, columns: inputs, plan });
  expect(problemShapeSchema.safeParse(shape).error).toBeUndefined();
  const kept = inputs.flatMap(({ useful }, index) => (useful ? [index] : []));
  const description = tree.describe(shape)!;
  const candidate = defaultCandidate(description, { features: encodeColumns(kept) });
  const judge = { task, metric: defaultMetric(task), classes: classes.length };
  for (const dealt of [assignment, redealFolds(dataset, assignment, plan, 5)]) {
    for (let fold = 0; fold < plan.folds; fold++) {
      const { trainRows, otherRows } = rowsOfFit(dealt, { fold });
      expect(otherRows.length).toBeGreaterThan(0);
      if ('codes' in dataset.target) {
        const { codes } = dataset.target;
        const known = new Set(Array.from(trainRows, (row) => codes[row]));
        expect(known.size).toBeGreaterThan(1);
        expect(Array.from(otherRows).every((row) => known.has(codes[row]))).toBe(true);
      }
      const options = {
        dataset,
        ...rowsOfFit(dealt, { fold }),
        kept,
        transforms: candidate.transforms,
        takesMissing: true,
        seed: 1,
      };
      const job = { judge, candidate, fitSeed: 1, effort: null, checkpoints: null };
      const { judged } = await fitCandidate({ tree }, job, prepareRows(options), dataset);
      expect(judged!.score).not.toBeNaN();
    }
  }
  expect(rowsWhere(assignment, (place) => place === HOLDOUT).length).toBe(plan.holdoutRows);
}

describe('any small table', () => {
  it('gets a plan that every fold of it can be fitted and judged by, or is refused in words', async () => {
    let [planned, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(tables, async (text) => {
        let found: ProfiledCsv;
        try {
          found = profiled(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect((error as Error).message).toMatch(/^[^{[]{20,}$/);
          refused++;
          return;
        }
        planned++;
        await expectWorkable(found);
      }),
      { numRuns: 400, seed: 11 },
    );
    expect(Math.min(planned, refused)).toBeGreaterThan(30);
  }, 60_000);
});

describe('what is refused when it is profiled', () => {
  const lines = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n');
  it.each([
    [
      'a class of one row beside another',
      `x,y\n${lines(30, (i) => `${i % 7},${i === 3 ? 'rare' : 'usual'}`)}`,
      /1 of 30 rows/,
    ],
    [
      'a class that is left once rows without a target are',
      `x,y\n${lines(30, (i) => `${i},${i % 2 ? '' : 'a'}`)}`,
      /one value only/,
    ],
    [
      'columns that are all left out',
      `x,y\n${lines(30, (i) => `7,${i % 2 ? 'a' : 'b'}`)}`,
      /no input column to learn y from; left out: x \(every value is 7\)/,
    ],
    [
      'the target alone',
      `y_2,y\n${lines(30, (i) => (i % 2 ? 'a,a' : 'b,b'))}`,
      /left out: y_2 \(a copy of y: equal in every row\)/,
    ],
    [
      'a lone column that is nearly numbers',
      `x,y\n${lines(60, (i) => `${i * 7}${i % 3 ? ' cm' : ' m'},${i % 2 ? 'a' : 'b'}`)}`,
      /left out: x \(nearly every text is different: .*; read as text, because /,
    ],
    ['the same class for ever', `x,y\n${lines(30, (i) => `${i},a`)}`, /one value only/],
  ])('%s', (_, text, message) => expect(() => profiled(text)).toThrow(message));

  it('classes of one row each, also where classes were asked for', () => {
    const text = `x,y\n${lines(25, (i) => `${7 * i},c${i < 22 ? Math.min(i, 19) : 20}`)}`;
    expect(() => profiled(text)).toThrow(/21 different values in 25 rows/);
    expect(() => profiled(text, 'multiclass')).toThrow(/19 of 25 rows are the only ones of their class of y \(c0, c1/);
  });
});
