import type { Architecture } from '../../../contracts/architecture.js';
import type { Matrix } from '../../../learning/matrix.js';
import { numericBackend } from '../../../learning/tensorflow/backend.js';
import { createRandom, type Random } from '../../../random/index.js';
import type { FitInput, FitOutput, ModelData } from '../paradigm.js';
import { trainNetwork } from './early-stopping.js';
import { importancesOf } from './importances.js';
import { infer } from './infer.js';
import { fitInputs, scaleInputs, type InputScale } from './inputs.js';
import { layoutOf } from './layout.js';
import { DEFAULT_ARCHITECTURE, type Settings } from './settings.js';
import { splitForStopping, type Split } from './split.js';
import { targetOf, type Target, type TargetScale } from './target.js';
import { examplesAt, type Examples } from './train.js';

export const ID = 'neural-network';
export const VERSION = 1;

/** What a model's JSON holds: the shape of the network, its normalisation folded away. */
interface Meta {
  architecture: Architecture;
  inputs: number;
  outputs: number;
  /** Networks, their parameters one after the other. */
  members: number;
  /** For regression: outputs are (value - mean) / sd. */
  target: TargetScale;
}

/** @throws Error for weights without a positive one, and where training diverges */
export async function fit(input: FitInput): Promise<FitOutput> {
  const { tf } = await numericBackend();
  const { x, classes, effort, onProgress } = input;
  const random = createRandom(input.seed);
  const scale = fitInputs(x);
  const target = targetOf(input);
  const examples: Examples = { x: scaleInputs(x, scale), inputs: x.columns, y: target.y, weights: target.weights };
  const settings = { labelSmoothing: 0, ...input.hyperparameters } as unknown as Settings;
  const architecture = input.architecture ?? DEFAULT_ARCHITECTURE;
  const outputs = Math.max(1, classes);
  const trained = Array.from({ length: settings.members }, (_, member) => {
    const { train, stop } = rowsFor(target, classes, effort, random);
    const report = (done: number) => onProgress?.((member + done) / settings.members);
    const plan = { architecture, outputs, outputBias: target.bias, settings, effort, random, onProgress: report };
    return trainNetwork(tf, plan, examplesAt(examples, train), examplesAt(examples, stop));
  });
  const networks = trained.map(({ network }) => network);
  const meta: Meta = {
    architecture: { layers: networks[0].layout.hidden.map(({ layer }) => layer) },
    inputs: x.columns,
    outputs,
    members: networks.length,
    target: target.scale,
  };
  const model: ModelData = {
    paradigm: ID,
    version: VERSION,
    meta: meta as unknown as ModelData['meta'],
    arrays: { parameters: joined(networks.map(({ parameters }) => parameters)), ...scale },
  };
  const epochs = trained.reduce((sum, { epochs }) => sum + epochs, 0) / trained.length;
  return { model, importances: importancesOf(tf, networks, examples.x), effort: Math.max(1, Math.round(epochs)) };
}

/** The rows that a network learns from and those that it stops by: rows without weight are neither. */
function rowsFor({ y, weights }: Target, classes: number, effort: number | null, random: Random): Split {
  const used = Int32Array.from(y.keys()).filter((r) => weights[r] > 0);
  return effort === null ? splitForStopping(used, y, classes, random) : { train: used, stop: new Int32Array(0) };
}

function joined(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  arrays.reduce((at, array) => (all.set(array, at), at + array.length), 0);
  return all;
}

/** Row-major class probabilities, or values, averaged over the networks; plain TypeScript. */
export function predict({ meta, arrays }: ModelData, x: Matrix): Float64Array {
  const { architecture, inputs, outputs, members, target } = meta as unknown as Meta;
  const scaled = scaleInputs(x, arrays as unknown as InputScale);
  const layout = layoutOf(architecture, inputs, outputs);
  const mean = new Float64Array(x.rows * outputs);
  for (let member = 0; member < members; member++) {
    const parameters = (arrays.parameters as Float32Array).subarray(member * layout.size, (member + 1) * layout.size);
    const out = infer(layout, parameters, scaled, x.rows);
    if (outputs > 1) for (let from = 0; from < out.length; from += outputs) softmax(out.subarray(from, from + outputs));
    for (let i = 0; i < out.length; i++) mean[i] += out[i] / members;
  }
  return outputs === 1 ? mean.map((value) => target.mean + target.sd * value) : mean;
}

function softmax(row: Float64Array): void {
  const top = row.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let c = 0; c < row.length; c++) sum += row[c] = Math.exp(row[c] - top);
  for (let c = 0; c < row.length; c++) row[c] /= sum;
}
