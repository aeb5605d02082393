import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type {
  DeliveredModel,
  DeliverRequest,
  FailedFit,
  PreparedFits,
  TrainReply,
  TrainRequest,
} from '../../contracts/search/trial-activities.js';
import { defaultCandidate } from '../../contracts/candidate/candidate.js';
import type { FitReply } from '../../contracts/module/fit-predict.js';
import { readCsv } from '../../learning/csv/index.js';
import { encodeSafetensors } from '../../learning/arrays/safetensors.js';
import { environment } from '../../test/support/serving.js';
import { openPools, ServedSearch, type Pools } from '../../test/support/served-search.js';
import { boosting } from '../paradigms/boosting/index.js';
import type { ServedModelFile } from '../../training/model/model-file.js';
import { readModel, readModelBytes } from '../../training/model/model-folder.js';
import { loadModel } from '../../training/model/predictor.js';

const DATA = resolve(import.meta.dirname, '../../examples/data/penguins.csv');
const SERVED = { queue: 'paradigm-boosting', team: 'trees', contact: 'trees@example.org' };
const PARADIGMS = { boosting };

let pools: Pools;
const opened: ServedSearch[] = [];

beforeAll(() => {
  pools = openPools();
});
afterAll(() => pools.close());
afterEach(async () => {
  for (const search of opened.splice(0)) await search.close();
});

async function open(target: string, served: { backend: string } | null): Promise<[ServedSearch, TrainRequest]> {
  const search = await ServedSearch.open(pools, target, PARADIGMS, served);
  opened.push(search);
  const { context, contextRef } = search.search;
  const [trial] = await search.trialsOf([defaultCandidate(context.paradigms[0], { features: '0-4' })]);
  return [search, { searchId: 'a-search', contextRef, key: trial!.key, cvScore: 0.5, trialSeconds: 60 }];
}

function delivered(reply: TrainReply): DeliveredModel {
  if ('failed' in reply) throw new Error(reply.failed.reason);
  return reply;
}

async function trainOwn(search: ServedSearch, request: TrainRequest): Promise<DeliveredModel> {
  const { trainModel } = search.finalActivities();
  return delivered(await environment().run((given: TrainRequest): Promise<TrainReply> => trainModel(given), request));
}

const deliver = async (...given: Parameters<typeof tryDelivery>): Promise<DeliveredModel> =>
  delivered(await tryDelivery(...given));

/** @param change of what the team answers to the two final fits */
async function tryDelivery(
  search: ServedSearch,
  request: TrainRequest,
  change: (fits: FitReply[]) => FitReply[] | Promise<FitReply[]> = (fits) => fits,
): Promise<TrainReply> {
  const { prepareModel, deliverModel } = search.finalActivities();
  const prepare = async (given: TrainRequest): Promise<PreparedFits> => (await prepareModel(given)) as PreparedFits;
  const { prepared, fits }: PreparedFits = await environment().run(prepare, request);
  const answer = await change(await search.fit('boosting', fits));
  const delivery: DeliverRequest = { ...request, prepared, fits: answer, served: SERVED };
  return environment().run((given: DeliverRequest): Promise<TrainReply> => deliverModel(given), delivery);
}

type Completed = Extract<FitReply, { status: 'completed' }>;
const withExported = (change: Partial<NonNullable<Completed['exported']>> | null) => (fits: FitReply[]) =>
  fits.map((fit): FitReply => {
    if (fit.status !== 'completed' || !fit.exported) return fit;
    return { ...fit, exported: change && { ...fit.exported, ...change } };
  });

const kindsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).map((name) => extname(name)).sort();

const predictions = async (folder: string): Promise<unknown> =>
  (await loadModel(folder, PARADIGMS)).predict(readCsv(await readFile(DATA), 'penguins.csv'));

describe('the model of a paradigm that its team serves', () => {
  it.each(['species', 'body_mass_g'])(
    'is to the last bit the one that is trained in process: %s',
    async (target) => {
      const [[own, request], [served, same]] = [await open(target, null), await open(target, { backend: 'js' })];
      expect(same.key).toBe(request.key);
      const [expected, found] = [await trainOwn(own, request), await deliver(served, same)];
      const comparable = ({ holdoutScore, features, candidate, arrays, warnings }: DeliveredModel) => {
        return { holdoutScore, features, candidate, arrays, warnings };
      };
      expect(comparable(found)).toEqual(comparable(expected));
      expect(found.holdoutScore).not.toBeNull();
      expect(await predictions(found.model)).toEqual(await predictions(expected.model));
      const [a, b] = [(await readModel(expected.model)).file, (await readModel(found.model)).file];
      expect(a).toMatchObject({ format: 3 });
      expect(b).toMatchObject({ format: 4, served: SERVED, exported: { paradigm: 'boosting' } });
      for (const part of ['transforms', 'columns', 'prior', 'quality', 'trainedRows'] as const) {
        expect(b[part]).toEqual(a[part]);
      }
    },
    60_000,
  );

  it('is judged by rows of which is said how many other models they judged before', async () => {
    const [search, request] = await open('species', null);
    expect(await trainOwn(search, request)).toMatchObject({ holdoutReads: 0, holdoutSeen: 0 });
    const { context } = search.search;
    const [other] = await search.trialsOf([defaultCandidate(context.paradigms[0], { features: '0-2' })]);
    expect(await trainOwn(search, { ...request, key: other!.key })).toMatchObject({ holdoutReads: 1 });
    expect(await trainOwn(search, { ...request, searchId: 'another' })).toMatchObject({ holdoutReads: 0 });
  }, 60_000);

  it('is predicted with by its team alone where it has no exported form', async () => {
    const [search, request] = await open('species', { backend: 'js' });
    const { model } = await deliver(search, request);
    expect(await kindsIn(model)).toEqual(['.bin', '.json', '.safetensors']);
    const bytesOf = async () => readModelBytes(model, (await readModel(model)).file as ServedModelFile);
    const before = await bytesOf();
    await deliver(search, request, withExported(null));
    expect(await kindsIn(model)).toEqual(['.bin', '.json']);
    expect(await bytesOf()).toEqual(before);
    expect((await readModel(model)).data).toBeNull();
    await expect(loadModel(model, PARADIGMS)).rejects.toThrow(
      /no exported form; team trees \(trees@example.org\) predicts with this boosting model on the task queue paradigm-boosting/,
    );
    const { model: own } = await trainOwn(search, request);
    expect(own).toBe(model);
    expect(await kindsIn(model)).toEqual(['.json', '.safetensors']);
  }, 60_000);

  it('is delivered without an exported form that cannot be predicted with, which is said', async () => {
    const [search, request] = await open('species', { backend: 'js' });
    const empty = await search.store.artifacts.put(encodeSafetensors({}, { meta: '{}' }));
    for (const [change, why] of [
      [{ ref: empty }, /the exported form of the boosting model was left out \(.+\): team trees/],
      [{ paradigm: 'unheard-of' }, /unheard-of, which is not a paradigm of this release/],
      [{ ref: await search.store.artifacts.put('garbage') }, /not a safetensors file/],
    ] as const) {
      const { model, warnings } = await deliver(search, request, withExported(change));
      expect(warnings).toEqual([expect.stringMatching(why)]);
      expect((await readModel(model)).file).toMatchObject({ exported: null });
    }
  }, 60_000);

  it.each([
    [
      'a fit that failed',
      (): FitReply => ({ status: 'failed', code: 'error', reason: 'no GPU', seconds: 1 }),
      /no GPU/,
    ],
    ['no model', (fit: FitReply): FitReply => ({ ...(fit as Completed), model: null }), /answered no model/],
  ])('is not delivered from %s: the next best may be, and the search says whom to call', async (_, change, why) => {
    const [search, request] = await open('species', { backend: 'js' });
    const { failed } = (await tryDelivery(search, request, ([judged, last]) => [judged, change(last)])) as FailedFit;
    expect(failed.reason).toMatch(why);
    expect(failed.reason).toMatch(/team trees \(trees@example.org\) serves it on paradigm-boosting/);
  });
});

it('a model folder of an earlier release, or damaged, is told', async () => {
  const [search, request] = await open('species', null);
  const { model } = await trainOwn(search, request);
  const path = join(model, 'model.json');
  const file = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...file, format: 1 }));
  await expect(loadModel(model, PARADIGMS)).rejects.toThrow('has format 1; this release reads formats 3 and 4');
  await writeFile(path, JSON.stringify({ ...file, format: 4 }));
  await expect(loadModel(model, PARADIGMS)).rejects.toThrow(/is damaged/);
});
