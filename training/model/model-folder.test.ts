import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultCandidate } from '../../contracts/candidate/candidate.js';
import { UserError } from '../../contracts/errors.js';
import { classPrior } from '../../learning/models/class-prior.js';
import { readCsv } from '../../learning/csv/index.js';
import { buildDataset } from '../../learning/dataset/dataset.js';
import type { TensorArray } from '../../learning/arrays/safetensors.js';
import { prepareRows } from '../../learning/transforms/prepare.js';
import { registry } from '../../activities/paradigms/index.js';
import type { ModelData } from '../paradigm/paradigm.js';
import type { ModelDescription } from './model-file.js';
import { copyModel, readModel, writeModel } from './model-folder.js';
import { loadModel, type Predictions } from './predictor.js';

const TEXT = await readFile(resolve(import.meta.dirname, '../../examples/data/penguins.csv'));
const CSV = readCsv(TEXT, 'penguins.csv');
const CASES = Object.keys(registry).flatMap((id) =>
  [
    { target: 'species', task: 'multiclass' as const, classes: 3 },
    { target: 'body_mass_g', task: 'regression' as const, classes: 0 },
  ]
    .filter(({ task, classes }) => registry[id].describe({ task, classes, rows: 344, columns: 6 }) !== null)
    .map(({ target }): [string, string] => [id, target]),
);

interface Model {
  description: ModelDescription;
  data: ModelData;
}

/** A model of the penguins by a paradigm. */
async function fitted(id: string, target: string, seed = 1): Promise<Model> {
  const { dataset, task, readings } = buildDataset(CSV, { target, task: 'auto', types: new Map() });
  const classes = 'codes' in dataset.target ? [...dataset.target.classes] : [];
  const columns = dataset.inputs.columns.length;
  const paradigm = registry[id];
  const rows = Int32Array.from({ length: dataset.inputs.rows }, (_, row) => row);
  const described = paradigm.describe({ task, rows: rows.length, columns, classes: classes.length })!;
  const candidate = defaultCandidate(described, { features: `0-${columns - 1}` });
  const { hyperparameters, architecture, transforms } = candidate;
  const kept = dataset.inputs.columns.map((_, column) => column);
  const parts = { dataset, trainRows: rows, otherRows: new Int32Array(0), kept, transforms, seed: 1 };
  const prepared = prepareRows({ ...parts, takesMissing: described.takesMissing });
  const smaller = 'trees' in hyperparameters ? { ...hyperparameters, trees: 5 } : hyperparameters;
  const { model } = await paradigm.fit({
    x: prepared.train,
    y: prepared.yTrain,
    weights: null,
    groups: null,
    task,
    classes: classes.length,
    hyperparameters: smaller,
    architecture,
    seed,
    effort: 3,
  });
  const description: ModelDescription = {
    coaxial: '0.0.0-test',
    searchId: 'a-search',
    target,
    task,
    classes,
    columns: readings,
    transforms: prepared.fitted,
    targetUnit: prepared.targetUnit,
    prior: classes.length === 0 ? null : classPrior(prepared.yTrain, classes.length),
    paradigm: id,
    hyperparameters: smaller,
    architecture,
    quality: { metric: classes.length === 0 ? 'rmse' : 'log-loss', cvScore: 1, holdoutScore: null },
    trainedRows: rows.length,
  };
  return { description, data: model };
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-model-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const predict = async (at = folder): Promise<Predictions> => (await loadModel(at, registry)).predict(CSV);

/** Whatever is in the folder: predictions, or one clear error. */
async function expectSane(): Promise<void> {
  try {
    const { predictions, proba } = await predict();
    expect(predictions).toHaveLength(CSV.rows);
    expect(proba === null || proba.every(Number.isFinite)).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
  }
}

describe.each(CASES)('a model folder of %s for %s', (id, target) => {
  let model: Model;
  beforeAll(async () => {
    model = await fitted(id, target);
  }, 60_000);

  it('gives back the model that was written, which passes its own check', async () => {
    const { description, data } = model;
    await writeModel(folder, description, data);
    const read = await readModel(folder);
    expect(read.data).toMatchObject({ paradigm: id, version: data.version, meta: data.meta });
    expect(read.data!.arrays).toEqual(data.arrays);
    expect((await predict()).predictions).toHaveLength(344);
  });

  it('never crashes or hangs with arrays of another make', async () => {
    const { description, data } = model;
    const names = Object.keys(data.arrays);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), arrayChange, async (name, change) => {
        const arrays = { ...data.arrays, [name]: change(data.arrays[name]) as ModelData['arrays'][string] };
        await writeModel(folder, description, { ...data, arrays });
        await expectSane();
      }),
      { numRuns: 15 },
    );
  });

  it('never crashes or hangs with a file of another make', async () => {
    await writeModel(folder, model.description, model.data);
    const path = join(folder, 'model.json');
    const file = JSON.parse(await readFile(path, 'utf8')) as object;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), hostileValue, async (way, value) => {
        await writeFile(path, JSON.stringify(changed(file, way, value)));
        await expectSane();
      }),
      { numRuns: 25 },
    );
  });
});

const hostileValue = fc.oneof(
  fc.constantFrom<unknown>(null, -1, 0, 1, 3, 1e9, 1e308, -1e308, 2 ** 31, 0.5, '', 'x', [], {}, true, [[]], 'numeric'),
  fc.json().map((text) => JSON.parse(text) as unknown),
);

/** A copy with another value at the place that the numbers lead to. */
function changed(value: unknown, [step, ...rest]: number[], to: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return to;
  const keys = Object.keys(value);
  if (keys.length === 0) return to;
  const key = keys[step % keys.length];
  const inner = changed((value as Record<string, unknown>)[key], rest, to);
  return Array.isArray(value)
    ? value.map((one: unknown, i) => (String(i) === key ? inner : one))
    : { ...value, [key]: inner };
}

const TYPES = [Float64Array, Float32Array, Int32Array, Uint8Array];
const arrayChange = fc
  .tuple(fc.nat(5), fc.nat(), fc.constantFrom(0, 1, -1, 2, 7, 1e6, -1e6, 2 ** 31 - 1, NaN, Infinity, -Infinity, 1e308))
  .map(([how, at, value]) => (array: TensorArray): TensorArray => {
    const copy = array.slice();
    if (how === 0) return copy.slice(0, at % (copy.length + 1));
    if (how === 1) return new TYPES[at % TYPES.length](copy);
    if (how === 2) return copy.fill(value);
    if (copy.length > 0) copy[at % copy.length] = value;
    return copy;
  });

describe('a model folder', () => {
  it.each([
    ['random-forest', 'right', (right: TensorArray) => right.fill(0)],
    ['boosting', 'left', (left: TensorArray) => left.fill(0)],
    ['tree', 'roots', (roots: TensorArray) => roots.fill(1e6)],
  ])('whose %s runs in circles (%s) is refused', async (id, name, change) => {
    const { description, data } = await fitted(id, 'species');
    change(data.arrays[name]);
    await writeModel(folder, description, data);
    await expect(loadModel(folder, registry)).rejects.toThrow(/this .+ model is damaged, .+ (two ways|no node)/);
  });

  it('that is damaged in a part, or not whole, is told', async () => {
    const { description, data } = await fitted('linear', 'species');
    await writeModel(folder, description, data);
    const [part] = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
    const bytes = await readFile(join(folder, part));
    bytes[bytes.length - 9] ^= 1;
    await writeFile(join(folder, part), bytes);
    await expect(readModel(folder)).rejects.toThrow(/does not have the SHA-256 that model.json names/);
    await rm(join(folder, part));
    await expect(readModel(folder)).rejects.toThrow(`is not whole: there is no ${part}`);
    await rm(join(folder, 'model.json'));
    await expect(readModel(folder)).rejects.toThrow('holds no model');
    execFileSync('mkfifo', [join(folder, 'model.json')]);
    await expect(readModel(folder)).rejects.toThrow('it is not a file');
  });

  it('nested beyond what can be read is told', async () => {
    await mkdir(folder, { recursive: true });
    const nested = '['.repeat(200_000) + ']'.repeat(200_000);
    await writeFile(join(folder, 'model.json'), `{"format": 3, "meta": ${nested}}`);
    await expect(readModel(folder)).rejects.toThrow(/is damaged/);
  });

  it('is always whole to who reads or copies it while another model takes its place', async () => {
    const models = [await fitted('random-forest', 'species', 1), await fitted('random-forest', 'species', 2)];
    const expected: string[] = [];
    for (const { description, data } of models) {
      await writeModel(folder, description, data);
      expected.push(JSON.stringify(await predict()));
    }
    expect(expected[0]).not.toBe(expected[1]);
    let writing = true;
    const writer = (async () => {
      for (let i = 0; i < 40; i++) await writeModel(folder, models[i % 2].description, models[i % 2].data);
      writing = false;
    })();
    const seen = new Set<string>();
    for (let i = 0; writing; i++) {
      const copy = join(folder, `copy-${i}`);
      await copyModel(folder, copy);
      for (const at of [folder, copy]) seen.add(JSON.stringify(await predict(at)));
    }
    await writer;
    expect([...seen].every((one) => expected.includes(one))).toBe(true);
    expect((await readdir(folder)).filter((name) => name.startsWith('model'))).toHaveLength(2);
  });
});
