import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import {
  PARADIGM_CONTRACTS,
  type FitPredictRequest,
  type FitReply,
  type FitSpec,
  type PredictReply,
} from '../../contracts/module/fit-predict.js';
import { defaultPoint } from '../../contracts/candidate/space.js';
import { decodeImportances, decodePredictions, encodeMatrix } from '../../learning/arrays/arrow.js';
import { fitInput, matrixOf } from '../../test/support/paradigm-suite.js';
import { BUILD, environment, MODULE, REGISTRY, request, ServingHome } from '../../test/support/serving.js';
import { boosting } from '../paradigms/boosting/index.js';
import type { ThreadPool } from '../../training/threads/thread-pool.js';
import { createParadigmActivities } from './index.js';
import { decodeModel } from '../../training/serving/served-fit.js';
import { servedBuiltIn, servedParadigms, type ServedParadigm } from '../../training/serving/served.js';

// The pool tells of threads that ended.
jest.spyOn(console, 'warn').mockImplementation(() => undefined);

let pool: ThreadPool;
let home: ServingHome;

beforeAll(() => {
  pool = ServingHome.openPool();
});
afterAll(() => pool.close());
beforeEach(async () => {
  home = await ServingHome.open(pool);
});
afterEach(() => home.close());

describe('describeParadigm', () => {
  const ask = (paradigm: string, task: 'regression' | 'multiclass') =>
    environment().run(() =>
      home.activities.describeParadigm({
        paradigm,
        contracts: PARADIGM_CONTRACTS,
        shape: { task, rows: 10, columns: 2, classes: 3 },
      }),
    );

  it('says what the paradigm is for a problem, who trains it and which build', async () => {
    expect(await ask('behaving', 'regression')).toMatchObject({
      contracts: PARADIGM_CONTRACTS,
      description: { id: 'behaving', version: 4, hyperparameters: [{ name: 'behaviour', default: 'fine' }] },
      backend: 'plain 1.0',
      ...BUILD,
    });
    expect(await ask('slope', 'multiclass')).toMatchObject({ description: null, backend: 'js' });
  });

  it('refuses what it does not know', async () => {
    await expect(ask('other', 'regression')).rejects.toThrow('has no paradigm other; it has behaving, slope');
  });
});

describe('fitPredict', () => {
  it('fits, predicts and keeps models, in order', async () => {
    const { fits, span } = await home.call(
      request([
        home.fit({ keepModel: true }),
        home.fit({ hyperparameters: { shrinkage: 0.5 } }),
        home.fit({ valid: null }),
      ]),
    );
    expect(fits.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect(await home.predictionsOf(fits[0])).toEqual([15, 18]);
    expect(await home.predictionsOf(fits[1])).toEqual([7.5, 9]);
    expect(fits[2]).toMatchObject({ predictions: null, model: null, exported: null, effort: null });
    const { importances, model } = fits[0] as Extract<FitReply, { status: 'completed' }>;
    expect(decodeImportances(await home.store.artifacts.get(importances), 1)).toEqual(Float64Array.of(1));
    expect(span.seconds).toBeGreaterThan(0);
    const { predictions } = await environment().run((): Promise<PredictReply> =>
      home.activities.predictWithModel({
        contract: 1,
        paradigm: 'slope',
        task: 'regression',
        classes: 0,
        model: model!,
        matrix: home.valid,
      }),
    );
    const values = decodePredictions(await home.store.artifacts.get(predictions), { rows: 2, classes: 0 });
    expect(Array.from(values)).toEqual([15, 18]);
  });

  it('serves what comes with this release as trial workers train it, to the last digit, in a form that all read', async () => {
    const builtIn = servedBuiltIn('boosting', boosting, REGISTRY);
    home.activities = createParadigmActivities([builtIn], home.tools, BUILD);
    const x = matrixOf(Array.from({ length: 30 }, (_, r) => [Math.sin(r), r % 4]));
    const y = Array.from({ length: 30 }, (_, r) => r / 7);
    const matrix = await home.store.artifacts.put(encodeMatrix(x, Float64Array.from(y)));
    const { hyperparameters: space } = boosting.describe({ task: 'regression', rows: 30, columns: 2, classes: 0 })!;
    const hyperparameters = defaultPoint(space);
    const spec = home.fit({ hyperparameters, train: matrix, valid: matrix, keepModel: true });
    const { fits } = await home.call(request([spec], { paradigm: 'boosting' }));
    const here = await boosting.fit(fitInput(x, y, 0, hyperparameters));
    expect(await home.predictionsOf(fits[0], 30)).toEqual(Array.from(await boosting.predict(here.model, x)));
    const { model, exported } = fits[0] as Extract<FitReply, { status: 'completed' }>;
    expect(exported).toEqual({ paradigm: 'boosting', version: here.model.version, ref: model });
    expect(decodeModel(await home.store.artifacts.get(model!))).toEqual(here.model);
  });

  it.each<[string, () => FitPredictRequest, RegExp]>([
    [
      'another contract',
      () => ({ ...request([home.fit()]), contract: 2 as 1 }),
      /fitPredict cannot read its request: contract/,
    ],
    ['a paradigm of others', () => request([home.fit()], { paradigm: 'other' }), /has no paradigm other/],
  ])('refuses %s for good', async (_what, asked, message) => {
    const error = await home.call(asked()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApplicationFailure);
    expect(error).toMatchObject({
      nonRetryable: true,
      type: 'InvalidRequest',
      message: expect.stringMatching(message),
    });
  });

  it.each<[string, () => FitSpec, RegExp]>([
    ['a matrix is not in its store', () => home.fit({ train: `sha256:${'0'.repeat(64)}` }), /is not in the store at/],
    ['there is nothing to learn', () => home.fit({ train: home.valid }), /has no column y to learn from/],
  ])('fails, to be tried again, where %s', async (_what, spec, message) => {
    await expect(home.call(request([home.fit(), spec()]))).rejects.toThrow(message);
  });

  it('fails where its module cannot be loaded, in a thread or in a process', async () => {
    const broken = home.served.map((one) => ({ ...one, module: 'file:///nowhere.js' }));
    home.activities = createParadigmActivities(broken, home.tools, BUILD);
    await expect(home.call(request([home.fit()]))).rejects.toThrow('the module file:///nowhere.js cannot be loaded');
    const third = environment({ attempt: 3 });
    await expect(home.call(request([home.fit()]), third)).rejects.toThrow(
      'the module file:///nowhere.js cannot be loaded',
    );
  });
});

describe('servedParadigms', () => {
  it('takes definitions, or paradigms by id, with the file that defines them', () => {
    const paradigms = home.served.map(({ paradigm }) => paradigm as ServedParadigm['paradigm'] & { id: string });
    expect(servedParadigms(paradigms).map(({ id, module }) => [id, module])).toEqual([
      ['behaving', MODULE],
      ['slope', MODULE],
    ]);
    expect(() => servedParadigms([...paradigms, paradigms[0]])).toThrow('paradigm behaving is given twice');
    expect(() => servedParadigms({ plain: { ...paradigms[0], module: undefined } })).toThrow(
      'paradigm plain is trained in threads, which import it: define it with module: import.meta.url',
    );
  });
});
