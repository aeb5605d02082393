import { describe, expect, it, jest } from '@jest/globals';
import { linear } from '../../activities/paradigms/linear/index.js';
import type { DescribeParadigmReply, FitPredictReply, FitPredictRequest } from '../../contracts/module/fit-predict.js';
import {
  answering,
  being,
  describing,
  fitting,
  good,
  LEARNS,
  predicting,
  running,
} from '../../test/support/changed-paradigms.js';
import { paradigmChecks, type ParadigmUnderTest } from '../index.js';

jest.setTimeout(120_000);

let calls = 0;

describe('the checks of a paradigm', () => {
  const module = good();
  it.each(paradigmChecks().map(({ name, run }) => [name, run] as const))('pass: %s', (_name, run) => run(module));

  it.each<[string, ParadigmUnderTest, string, RegExp]>([
    [
      'names another',
      describing((one) => ({ ...one, id: 'other' })),
      'describes itself',
      /description.id to be linear; but it is other/,
    ],
    ['applies to nothing', describing(() => null), 'describes itself', /for one task at least; but it is null for all/],
    [
      'gives an invalid description',
      describing((one) => ({ ...one, version: 'a' })),
      'describes itself',
      /description.version: /,
    ],
    [
      'has defaults outside its space',
      describing((one) => ({
        ...one,
        hyperparameters: [{ name: 'depth', type: 'integer', min: 1, max: 5, scale: 'linear', default: 9 }],
      })),
      'describes itself',
      /a space that holds its own defaults; but depth: the default 9 lies outside/,
    ],
    [
      'has another version each time',
      describing((one) => ({ ...one, version: ++calls })),
      'describes itself',
      /the same description each time; but it differs in version: /,
    ],
    [
      'speaks another contract',
      answering(({ describe }) => ({
        describe: async (request) => ({
          ...((await describe(request)) as DescribeParadigmReply),
          contracts: { from: 98, to: 99 },
        }),
      })),
      'describes itself',
      /version \d of the contract; but it speaks 98 to 99/,
    ],
    [
      'mixes up its rows',
      predicting((values, classes) => {
        const width = Math.max(1, classes);
        return Float64Array.from(values, (_, i) => values[(i + width) % values.length]);
      }),
      LEARNS,
      /a log-loss below .* on binary, easy; but it is /,
    ],
    [
      'gives no probabilities',
      predicting((values, classes) => (classes > 0 ? values.map((value) => 2 * value) : values)),
      LEARNS,
      /predictions in form of a fit of binary, easy; but row 0 holds no probabilities/,
    ],
    [
      'gives too few rows',
      predicting((values, classes) => values.subarray(0, values.length - Math.max(1, classes))),
      LEARNS,
      /79 predictions where 80 are expected/,
    ],
    [
      'gives no importances',
      fitting(({ predictions, importances }) => ({ importances: predictions ?? importances })),
      LEARNS,
      /importances in form of a fit of binary, easy; but the column importance is missing/,
    ],
    [
      'gives no predictions',
      fitting(() => ({ predictions: null })),
      LEARNS,
      /predictions of a fit .* predictions is null/,
    ],
    [
      'leaves fits out',
      answering(({ fitPredict }) => ({
        fitPredict: async (request) => ({ ...((await fitPredict(request)) as FitPredictReply), fits: [] }),
      })),
      LEARNS,
      /1 answers for as many fits; but there are 0/,
    ],
    ['gives invalid answers', answering(() => ({ fitPredict: () => Promise.resolve(7) })), LEARNS, /it answers 7/],
    [
      'throws where a class has no rows',
      being({
        fit: (input) => {
          const present = new Set(input.y).size;
          if (input.classes > 0 && present < input.classes) throw new Error('labels must be 0 to n-1');
          return linear.fit(input);
        },
      }),
      'learns better than guessing where a class has no rows',
      /a fit of multiclass, a class without rows, to be completed; but it failed \(error\): labels must be/,
    ],
    [
      'throws where a class has a single row',
      being({
        fit: (input) => {
          const rows = Array.from({ length: input.classes }, (_, k) => input.y.filter((y) => y === k).length);
          if (rows.includes(1)) throw new Error('the least populated class has one member');
          return linear.fit(input);
        },
      }),
      'learns better than guessing where a class has a single row',
      /the least populated class/,
    ],
    [
      'throws where a column is constant',
      being({
        fit: (input) => {
          const { rows, data } = input.x;
          if (data.at(-1) === data.at(-2) && data.at(-1) === data[data.length - rows]) throw new Error('sd is 0');
          return linear.fit(input);
        },
      }),
      'learns better than guessing where columns are constant',
      /a fit of binary, easy, to be completed; but it failed \(error\): sd is 0/,
    ],
    [
      'says that it takes missing values and does not',
      describing((one) => ({ ...one, takesMissing: true })),
      'learns better than guessing where values are missing',
      /to be completed; but it failed|but it is /,
    ],
    [
      'has no intercept',
      predicting((values, classes) => (classes > 0 ? values : values.map((value) => value - 1000))),
      'learns better than guessing values far from 0',
      /a rmse below .* on regression, values far from 0; but it is /,
    ],
    [
      'knows three classes',
      being({
        fit: (input) => {
          if (input.classes > 3) throw new Error('at most 3 classes');
          return linear.fit(input);
        },
      }),
      'learns better than guessing many classes',
      /at most 3 classes/,
    ],
    [
      'falls over data of which nothing can be learnt',
      answering(({ fitPredict }) => ({
        fitPredict: async (request) => {
          const reply = (await fitPredict(request)) as FitPredictReply;
          if (reply.fits.some(({ status }) => status === 'failed')) throw new Error('the worker ended');
          return (request as FitPredictRequest).task === 'regression'
            ? Promise.reject(new Error('out of memory'))
            : reply;
        },
      })),
      'handles data of which nothing',
      /the worker ended|out of memory/,
    ],
    [
      'fails at all points of its space but one',
      being({
        fit: (input) => {
          if (input.seed === 1 && JSON.stringify(input.hyperparameters).length > 0) throw new Error('no such solver');
          throw new Error('no such solver');
        },
      }),
      'handles any point',
      /fits at random points of its space to be completed on binary, easy; but all 10 failed, the first with: no such/,
    ],
    [
      'draws from nowhere',
      predicting((values, classes) => (classes > 0 ? values : values.map((value) => value + Math.random()))),
      'gives the same bytes for the same seed',
      /the same predictions for the same fit of regression, easy; but they are sha256/,
    ],
    [
      'lets one fit lead to another',
      fitting((_fit, { fits }, i) => ({ effort: i + fits.length })),
      'gives the same bytes for the same seed',
      /the same effort for the same fit of binary, easy; but they are 1, then 4/,
    ],
    [
      'counts other iterations',
      fitting(() => ({ effort: 7 })),
      'runs exactly',
      /an effort of 1, or null, .* but it is 7/,
    ],
    [
      'runs as many as it likes',
      fitting((_fit, { fits }, i) => ({ effort: fits[i].effort ?? 7 })),
      'runs exactly',
      /other predictions of binary after 1 iteration than after 7; but they are the same/,
    ],
    [
      'keeps no model',
      fitting(() => ({ model: null })),
      'fits without rows to predict',
      /the model, as keepModel says, of a fit of binary, easy; but model is null/,
    ],
    [
      'keeps models unasked',
      fitting(({ importances }) => ({ model: importances })),
      LEARNS,
      /no model, as keepModel says, .* but there is one/,
    ],
    [
      'predicts otherwise later',
      predicting((values, classes) => (classes > 0 ? values : values.map((value) => value + 1e-3))),
      'predicts with a model that it kept',
      /the fit's own predictions from a kept model \(regression, easy\); but number 0 is /,
    ],
    [
      'looks at the rows beside',
      being({
        predict: async (model, x) => {
          const values = await linear.predict(model, x);
          return (model.meta as { task?: string }) && x.rows < 80 ? values.toReversed() : values;
        },
      }),
      'predicts with a model that it kept',
      /from a kept model, asked for half of the rows backwards,/,
    ],
  ])('tell of a paradigm that %s', async (_what, broken, check, message) => {
    await expect(running(broken, check)).rejects.toThrow(message);
  });
});
