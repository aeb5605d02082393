import { describe, expect, it, jest } from '@jest/globals';
import { boosting } from '../../activities/paradigms/boosting/index.js';
import { linear } from '../../activities/paradigms/linear/index.js';
import type { Paradigm } from '../../training/paradigm/paradigm.js';
import type {
  DescribeParadigmReply,
  FitPredictReply,
  FitPredictRequest,
  FitReply,
} from '../../contracts/module/fit-predict.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import { decodePredictions, encodePredictions } from '../../learning/arrays/arrow.js';
import {
  paradigmChecks,
  paradigmInProcess,
  Refused,
  type ParadigmCheckOptions,
  type ParadigmUnderTest,
} from '../index.js';

jest.setTimeout(120_000);

type Completed = Extract<FitReply, { status: 'completed' }>;

const good = (): ParadigmUnderTest => paradigmInProcess(linear, 'linear');

/** The good paradigm, changed itself. */
const being = (change: Partial<Paradigm>): ParadigmUnderTest => paradigmInProcess({ ...linear, ...change }, 'linear');

const describing = (change: (description: ParadigmDescription) => object | null): ParadigmUnderTest =>
  being({ describe: (shape) => change(linear.describe(shape)!) as ParadigmDescription | null });

/** The good paradigm, its answers changed on their way. */
const answering = (change: (module: ParadigmUnderTest) => Partial<ParadigmUnderTest>): ParadigmUnderTest => {
  const module = good();
  return { ...module, ...change(module) };
};

/** The same of completed fits. */
const fitting = (
  change: (fit: Completed, request: FitPredictRequest, i: number, module: ParadigmUnderTest) => object,
): ParadigmUnderTest =>
  answering((module) => ({
    fitPredict: async (argument, signal) => {
      const request = argument as FitPredictRequest;
      const reply = (await module.fitPredict(argument, signal)) as FitPredictReply;
      const fits = reply.fits.map(async (fit, i) =>
        fit.status === 'completed' ? { ...fit, ...(await Promise.resolve(change(fit, request, i, module))) } : fit,
      );
      return { ...reply, fits: await Promise.all(fits) };
    },
  }));

/** The same of their predictions. */
const predicting = (change: (values: Float64Array, classes: number) => Float64Array): ParadigmUnderTest =>
  fitting(async ({ predictions }, { classes }, _i, { artifacts }) => {
    if (predictions === null) return {};
    const rows = await rowsIn(artifacts, predictions, classes);
    const values = decodePredictions(await artifacts.get(predictions), { rows, classes });
    return { predictions: await artifacts.put(encodePredictions(change(values, classes), classes)) };
  });

/** Rows of an answer: the kit's own problems have different numbers of them. */
async function rowsIn(artifacts: ParadigmUnderTest['artifacts'], ref: string, classes: number): Promise<number> {
  const bytes = await artifacts.get(ref);
  for (const rows of [80, 10]) {
    try {
      return decodePredictions(bytes, { rows, classes }).length / Math.max(1, classes);
    } catch {
      continue;
    }
  }
  throw new Error('of no known size');
}

/** Runs the one check whose name begins so. */
function running(module: ParadigmUnderTest, name: string, options: ParadigmCheckOptions = {}): Promise<void> {
  const found = paradigmChecks(options).filter((check) => check.name.startsWith(name));
  if (found.length === 0) throw new Error(`there is no check ${name}`);
  return found[0].run(module);
}

let calls = 0;
const LEARNS = 'learns better than guessing every task';

describe('the checks of a paradigm', () => {
  const module = good();
  it.each(paradigmChecks().map(({ name, run }) => [name, run] as const))('pass: %s', (_name, run) => run(module));

  it.each<[string, ParadigmUnderTest, string, RegExp]>([
    [
      'names another',
      describing((one) => ({ ...one, id: 'other' })),
      'says',
      /description.id to be linear; but it is other/,
    ],
    ['applies to nothing', describing(() => null), 'says', /for one task at least; but it is null for all/],
    ['says what is none', describing((one) => ({ ...one, version: 'a' })), 'says', /description.version: /],
    [
      'has defaults outside its space',
      describing((one) => ({
        ...one,
        hyperparameters: [{ name: 'depth', type: 'integer', min: 1, max: 5, scale: 'linear', default: 9 }],
      })),
      'says',
      /a space that holds its own defaults; but depth: the default 9 lies outside/,
    ],
    [
      'has another version each time',
      describing((one) => ({ ...one, version: ++calls })),
      'says',
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
      'says',
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
    ['answers what is none', answering(() => ({ fitPredict: () => Promise.resolve(7) })), LEARNS, /it answers 7/],
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
      'bears data of which nothing',
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
      'bears any point',
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

  it('pass where a paradigm iterates, or takes missing values', async () => {
    const iterating = paradigmInProcess(boosting, 'boosting');
    await running(iterating, 'runs exactly');
    await running(iterating, 'learns better than guessing where values are missing');
  });

  describe('of exported models', () => {
    const CHECK = 'gives an exported model, if any';
    /** What it exports, in the form of this release's own paradigm. */
    const exporting = (change: object): ParadigmUnderTest =>
      fitting(({ model }) =>
        model === null ? {} : { exported: { paradigm: 'linear', version: 1, ref: model, ...change } },
      );

    it('pass where they predict alike', () =>
      running(
        exporting({ version: linear.describe({ task: 'binary', classes: 2, rows: 9, columns: 2 })!.version }),
        CHECK,
        {
          exportedTo: { linear },
        },
      ));

    it('tell of what nobody here can read', async () => {
      await expect(running(exporting({}), CHECK)).rejects.toThrow(/that there is \(none here\); but it is of linear/);
      await expect(running(exporting({ paradigm: 'tree' }), CHECK, { exportedTo: { tree: boosting } })).rejects.toThrow(
        /an exported model of binary in form; but tree cannot predict with it: /,
      );
    });

    it('tell of those that predict otherwise', async () => {
      const shifted: Paradigm = {
        ...linear,
        predict: async (model, x) => (await linear.predict(model, x)).map((value) => value + 1e-3),
      };
      await expect(running(exporting({}), CHECK, { exportedTo: { linear: shifted } })).rejects.toThrow(
        /the fit's own predictions from an exported model \(binary, easy\); but number 0 is /,
      );
    });
  });

  it('tell of a paradigm that does not end', async () => {
    const never = answering(({ fitPredict }) => ({
      fitPredict: (request, signal) => (signal ? new Promise(() => undefined) : fitPredict(request)),
    }));
    await expect(running(never, 'ends once it is cancelled', { cancelSeconds: 0.2 })).rejects.toThrow(
      /it still goes on/,
    );
  });

  it('restart it, where that can be done, and tell of one that is another one then', async () => {
    let born = 1;
    const restart = (): Promise<void> => Promise.resolve(void born++);
    const check = 'gives the same bytes after a restart';
    await running({ ...good(), restart }, check, { restarts: true });
    const changed = {
      ...predicting((values, classes) => (classes > 0 ? values : values.map((value) => value + born))),
      restart,
    };
    await expect(running(changed, check, { restarts: true })).rejects.toThrow(
      /the same predictions .* regression, easy/,
    );
  });

  type Refusal = (error: Error) => unknown;
  const handling = (refusal: Refusal): ParadigmUnderTest =>
    answering(({ describe, fitPredict, predict }) => ({
      describe: (request) => describe(request).catch(refusal),
      fitPredict: (request, signal) => fitPredict(request, signal).catch(refusal),
      predict: (request) => predict(request).catch(refusal),
    }));
  const accepting = handling(() => ({}));
  const retried = handling((error) => Promise.reject(new Error(error.message)));
  const silent = handling(() => Promise.reject(new Refused('')));
  it.each([
    ['refuses to describe', /a request for another paradigm/],
    ['refuses another version', /fits by version 1\d+ of the contract/],
    ['refuses requests', /nothing at all/],
  ])('tell of a paradigm that does not do what "%s" says', async (check, what) => {
    const expected = `expected ${what.source} to be refused for good, with a message; but `;
    await expect(running(accepting, check)).rejects.toThrow(new RegExp(`${expected}it was answered with {}`));
    await expect(running(retried, check)).rejects.toThrow(new RegExp(`${expected}it failed in a way that is tried`));
    await expect(running(silent, check)).rejects.toThrow(new RegExp(`${expected}there is no message`));
  });

  it('tell of a paradigm that does without what it needs', async () => {
    await expect(running(accepting, 'fails where the store')).rejects.toThrow(
      /a matrix that is not in the store to make/,
    );
    const guessing = answering(({ fitPredict }) => ({
      fitPredict: async (argument) => {
        const request = argument as FitPredictRequest;
        return fitPredict(request).catch(() => ({
          fits: request.fits.map(() => ({ status: 'failed', code: 'error', reason: ' ', seconds: 0 })),
          span: { startMs: 0, seconds: 0 },
        }));
      },
    }));
    await expect(running(guessing, 'fails where there is nothing to learn')).rejects.toThrow(/there is no message/);
    const timeless = answering(({ fitPredict }) => ({
      fitPredict: (request) => fitPredict({ ...(request as FitPredictRequest), secondsLeft: null }),
    }));
    await expect(running(timeless, "times out fits that the search's end")).rejects.toThrow(
      /fits to fail as timed-out where secondsLeft is 0; but one is completed/,
    );
  });
});
