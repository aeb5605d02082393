import { VARIANCE_FLOOR, type BatchStatistics } from './batch-norm.js';
import { layoutOf, valuesAt, type DenseSlots, type HiddenSlots, type Layout } from './layout.js';

const MOMENTUM = 0.95;

/** Running means and variances of the layers that batch normalisation standardises, by hidden layer. */
export class RunningStatistics {
  /** The means, then the variances, of one layer after the other. */
  readonly values: Float64Array;
  /** Number of batches. */
  steps = 0;
  /** Views of `values`. */
  readonly #layers: ({ mean: Float64Array; variance: Float64Array } | null)[];

  constructor(layout: Layout) {
    this.values = new Float64Array(statisticsSize(layout));
    let at = 0;
    const next = (units: number): Float64Array => this.values.subarray(at, (at += units));
    this.#layers = layout.hidden.map(({ gamma, layer }) =>
      gamma ? { mean: next(layer.units), variance: next(layer.units) } : null,
    );
  }

  /** Adds a batch's statistics; the running variance is that of a sample, as in Ioffe and Szegedy. */
  update(seen: readonly (BatchStatistics | null)[]): void {
    this.steps++;
    // The first batches are averaged with equal weights, so that the initial values have no effect.
    const rate = Math.max(1 - MOMENTUM, 1 / this.steps);
    this.#layers.forEach((layer, l) => {
      const batch = seen[l];
      if (!layer || !batch) return;
      const sample = batch.rows > 1 ? batch.rows / (batch.rows - 1) : 1;
      for (let i = 0; i < batch.mean.length; i++) {
        layer.mean[i] += rate * (batch.mean[i] - layer.mean[i]);
        layer.variance[i] += rate * (sample * batch.variance[i] - layer.variance[i]);
      }
    });
  }

  /** The same network for prediction: normalisation folded into the dense layers before it. */
  fold(layout: Layout, parameters: Float32Array): { layout: Layout; parameters: Float32Array } {
    const plain = withoutNormalisation(layout);
    const folded = new Float32Array(plain.size);
    layout.hidden.forEach((slots, l) => {
      copyDense(slots, parameters, plain.hidden[l], folded);
      if (slots.projection) copyDense(slots.projection, parameters, plain.hidden[l].projection!, folded);
      this.#foldLayer(l, slots, parameters, plain.hidden[l], folded);
    });
    copyDense(layout.output, parameters, plain.output, folded);
    return { layout: plain, parameters: folded };
  }

  #foldLayer(l: number, slots: HiddenSlots, parameters: Float32Array, to: HiddenSlots, folded: Float32Array): void {
    const statistics = this.#layers[l];
    if (!statistics || !slots.gamma || !slots.beta) return;
    const gamma = valuesAt(parameters, slots.gamma);
    const beta = valuesAt(parameters, slots.beta);
    const kernel = valuesAt(folded, to.kernel);
    const bias = valuesAt(folded, to.bias);
    const units = bias.length;
    for (let u = 0; u < units; u++) {
      const factor = gamma[u] / Math.sqrt(statistics.variance[u] + VARIANCE_FLOOR);
      bias[u] = beta[u] + (bias[u] - statistics.mean[u]) * factor;
      for (let i = u; i < kernel.length; i += units) kernel[i] *= factor;
    }
  }
}

/** How many running statistics a network has. */
export function statisticsSize({ hidden }: Layout): number {
  return hidden.reduce((sum, { gamma, layer }) => sum + (gamma ? 2 * layer.units : 0), 0);
}

/** The layout of the networks that `fold` gives. */
export function withoutNormalisation({ hidden, inputs, outputs }: Layout): Layout {
  return layoutOf({ layers: hidden.map(({ layer }) => ({ ...layer, batchNorm: false })) }, inputs, outputs);
}

function copyDense(from: DenseSlots, values: Float32Array, to: DenseSlots, target: Float32Array): void {
  target.set(valuesAt(values, from.kernel), to.kernel.offset);
  target.set(valuesAt(values, from.bias), to.bias.offset);
}
