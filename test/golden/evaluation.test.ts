import { describe, it } from '@jest/globals';
import { READER_VERSION } from '../../activities/dataset/profile-dataset.js';
import { combineFolds } from '../../training/trial/save-trial.js';
import { judgeFit } from '../../training/fit/judge.js';
import { metricsFor } from '../../contracts/metric.js';
import { TRIAL_VERSION } from '../../contracts/candidate/trial.js';
import { readCsv } from '../../learning/csv/index.js';
import { buildDataset, encodeDataset } from '../../learning/dataset/dataset.js';
import { planEvaluation, redealFolds } from '../../learning/splits/folds.js';
import { createRandom } from '../../random/index.js';
import { GoldenHashes, type GoldenResult } from './hashes.js';
import { CLASSES, tableProblem, TASKS } from './problem.js';

const hashes = new GoldenHashes(new URL('./evaluation.json', import.meta.url));

function checkTrial(name: string, values: GoldenResult['values']): void {
  hashes.check({
    subject: 'trials',
    version: TRIAL_VERSION,
    name,
    values,
    raise: 'TRIAL_VERSION in contracts/candidate/trial.ts',
  });
}

describe.each(TASKS)('trials on a %s problem', (task) => {
  it('have the folds of their version', () => {
    const { target, groups, inputs } = tableProblem(task);
    const random = createRandom(6);
    const ofGroup = Array.from({ length: inputs.rows }, () => Math.floor(random.float() * 2 ** 53));
    const hashesOfRows = Float64Array.from(groups!, (group) => ofGroup[group]);
    const { plan, assignment } = planEvaluation({ target, groups, hashes: hashesOfRows, columns: 7, seed: 8 });
    checkTrial(`${task} folds`, [assignment, redealFolds({ target, groups }, assignment, plan, 9)]);
  });

  it.each(metricsFor(task))('have the score of their version by %s', (metric) => {
    const { target, inputs, groups } = tableProblem(task);
    const classes = CLASSES[task];
    const y = Float64Array.from('codes' in target ? target.codes : target.values);
    const random = createRandom(10);
    const predictions = Float64Array.from(
      Array.from(y, (truth) => {
        if (classes === 0) return [truth + random.float() - 0.5];
        const parts = Array.from({ length: classes }, (_, k) => random.float() + (k === truth ? 0.7 : 0));
        return parts.map((part) => part / parts.reduce((a, b) => a + b, 0));
      }).flat(),
    );
    const fold = { yTrain: y, yValid: y, targetUnit: 1, validRows: new Int32Array(0) };
    const given = { predictions, importances: new Float64Array(0) };
    const { judged } = judgeFit({ task, metric, classes }, { inputs, target, groups }, fold, new Int32Array(0), given);
    checkTrial(`${task} ${metric}`, [[judged!.score], judged!.predictions]);
  });
});

it('combines the folds of a trial as its version does', () => {
  const folds = [1, 2, 3].map((fold) => ({
    status: 'completed' as const,
    judged: {
      score: 1 / (fold + 0.7),
      rows: Int32Array.of(fold, fold + 3),
      predictions: Float64Array.of(fold / 7, fold / 9),
    },
    importances: Float64Array.of(fold / 5, 1 - fold / 5),
    effort: 10 * fold ** 2,
    seconds: 0,
    work: 1,
    bytes: 1,
  }));
  const { outcome, arrays } = combineFolds(folds);
  checkTrial('combined folds', [[JSON.stringify(outcome)], arrays]);
});

/** Of each type of column, with missing values, quotes, decimal commas, units, codes with zeros in front, day-first dates. */
const CSV = `name;price;"size, m²";code;sold;day;odd;flat;target
"Müller; Jonas";1.234,5 €;12,5;00123;yes;31.12.2021;12%;;low
"said ""no""";99,0 €;;00007;no;01.02.2022;7%;;high
plain;n/a;3;01234;YES;15.03.2022;;;low
 padded ;-5,25 €;4,75;00123;;;100%;;high
two
lines;0,5 €;1e3;99999;no;28.02.2020;50%;;low
`.replace('two\nlines', '"two\nlines"');

it('reads a file as the version of the reader does', () => {
  const text = CSV + CSV.slice(CSV.indexOf('\n') + 1).replaceAll(/(\d),/g, '$11,');
  for (const [encoding, bytes] of [
    ['utf-8', Buffer.from(text)],
    ['windows-1252', Buffer.from(text.replace(/€/g, '\x80'), 'latin1')],
  ] as const) {
    const csv = readCsv(bytes, 'data.csv', { encoding });
    const built = buildDataset(csv, { target: 'target', task: 'auto', types: new Map(), mergeLabels: true, seed: 4 });
    hashes.check({
      subject: 'reader',
      version: READER_VERSION,
      name: encoding,
      values: [encodeDataset(built.dataset, built.hashes), [JSON.stringify(built.readings), built.task]],
      raise: 'READER_VERSION in activities/dataset/profile-dataset.ts',
    });
  }
});
