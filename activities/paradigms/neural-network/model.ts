import type { Architecture } from '../../../contracts/candidate/architecture.js';
import type { Matrix } from '../../../learning/arrays/matrix.js';
import { numericBackend } from '../../../learning/tensorflow/backend.js';
import type { FitInput, FitOutput, ModelData } from '../../../training/paradigm/paradigm.js';
import { joined } from './training/checkpoint.js';
import type { Examples } from './training/examples.js';
import { importancesOf } from './importances.js';
import { infer } from './network/infer.js';
import { fitInputs, scaleInputs, type InputScale } from './inputs.js';
import { layoutOf } from './network/layout.js';
import { trainMembers } from './training/members.js';
import { DEFAULT_ARCHITECTURE, type Settings } from './training/settings.js';
import { targetOf, type TargetScale } from './target.js';

export const ID = 'neural-network';
export const VERSION = 2;

/** A model's JSON: the shape of the network, with normalisation folded into the layers. */
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
  const { x, classes } = input;
  const scale = fitInputs(x);
  const target = targetOf(input);
  const examples: Examples = { x: scaleInputs(x, scale), inputs: x.columns, y: target.y, weights: target.weights };
  const settings = { labelSmoothing: 0, ...input.hyperparameters } as unknown as Settings;
  const architecture = input.architecture ?? DEFAULT_ARCHITECTURE;
  const outputs = Math.max(1, classes);
  const trained = trainMembers(tf, input, { architecture, outputs, outputBias: target.bias, settings }, examples);
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
