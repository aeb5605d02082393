import type { Architecture } from '../../../contracts/architecture.js';
import type { Matrix } from '../../../learning/matrix.js';
import { numericBackend } from '../../../learning/tensorflow/backend.js';
import { createRandom } from '../../../random/index.js';
import type { FitInput, FitOutput, ModelData } from '../paradigm.js';
import { trainNetwork } from './early-stopping.js';
import { importancesOf } from './importances.js';
import { infer } from './infer.js';
import { fitInputs, scaleInputs, type InputScale } from './inputs.js';
import { layoutOf } from './layout.js';
import { DEFAULT_ARCHITECTURE, type Settings } from './settings.js';
import { splitForStopping } from './split.js';
import { targetOf, type TargetScale } from './target.js';
import { examplesAt, type Examples } from './train.js';

export const ID = 'neural-network';
export const VERSION = 1;

/** What a model's JSON holds: the shape of the network, its normalisation folded away. */
interface Meta {
  architecture: Architecture;
  inputs: number;
  outputs: number;
  /** For regression: outputs are (value - mean) / sd. */
  target: TargetScale;
}

/** @throws Error for weights without a positive one, and where training diverges */
export async function fit(input: FitInput): Promise<FitOutput> {
  const { tf } = await numericBackend();
  const { x, y, classes, seed, effort, onProgress } = input;
  const random = createRandom(seed);
  const scale = fitInputs(x);
  const target = targetOf(input);
  const examples: Examples = { x: scaleInputs(x, scale), inputs: x.columns, y: target.y, weights: target.weights };
  const used = Int32Array.from(y.keys()).filter((r) => target.weights[r] > 0);
  const { train, stop } =
    effort === null ? splitForStopping(used, y, classes, random) : { train: used, stop: new Int32Array(0) };
  const plan = {
    architecture: input.architecture ?? DEFAULT_ARCHITECTURE,
    outputs: Math.max(1, classes),
    outputBias: target.bias,
    settings: { labelSmoothing: 0, ...input.hyperparameters } as unknown as Settings,
    effort,
    random,
    onProgress,
  };
  const { network, epochs } = trainNetwork(tf, plan, examplesAt(examples, train), examplesAt(examples, stop));
  const meta: Meta = {
    architecture: { layers: network.layout.hidden.map(({ layer }) => layer) },
    inputs: x.columns,
    outputs: plan.outputs,
    target: target.scale,
  };
  const model: ModelData = {
    paradigm: ID,
    version: VERSION,
    meta: meta as unknown as ModelData['meta'],
    arrays: { parameters: network.parameters, ...scale },
  };
  return { model, importances: importancesOf(tf, network, examples.x), effort: epochs };
}

/** Row-major class probabilities, or values; plain TypeScript. */
export function predict({ meta, arrays }: ModelData, x: Matrix): Float64Array {
  const { architecture, inputs, outputs, target } = meta as unknown as Meta;
  const scaled = scaleInputs(x, arrays as unknown as InputScale);
  const layout = layoutOf(architecture, inputs, outputs);
  const out = infer(layout, arrays.parameters as Float32Array, scaled, x.rows);
  if (outputs === 1) return out.map((value) => target.mean + target.sd * value);
  for (let from = 0; from < out.length; from += outputs) softmax(out.subarray(from, from + outputs));
  return out;
}

function softmax(row: Float64Array): void {
  const top = row.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let c = 0; c < row.length; c++) sum += row[c] = Math.exp(row[c] - top);
  for (let c = 0; c < row.length; c++) row[c] /= sum;
}
