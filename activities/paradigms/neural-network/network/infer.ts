import { ACTIVATIONS } from './activations.js';
import { valuesAt, type DenseSlots, type Layout } from './layout.js';

/** Rows that pass through a layer together, so that its weights stay in the cache. */
const BLOCK = 32;

/**
 * The network's outputs, row-major, rows × outputs, in plain TypeScript and double precision: the same wherever it runs.
 *
 * @param layout without batch normalisation (folded away)
 * @param x row-major, rows × inputs
 */
export function infer(layout: Layout, parameters: Float32Array, x: Float32Array, rows: number): Float64Array {
  const out = new Float64Array(rows * layout.outputs);
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    let value: Float64Array = Float64Array.from(x.subarray(from * layout.inputs, to * layout.inputs));
    for (const { layer, projection, ...slots } of layout.hidden) {
      const next = denseForward(slots, parameters, value, to - from);
      ACTIVATIONS[layer.activation](next, null);
      if (layer.skip) {
        const around = projection ? denseForward(projection, parameters, value, to - from) : value;
        for (let i = 0; i < next.length; i++) next[i] += around[i];
      }
      value = next;
    }
    out.set(denseForward(layout.output, parameters, value, to - from), from * layout.outputs);
  }
  return out;
}

function denseForward(slots: DenseSlots, parameters: Float32Array, x: Float64Array, rows: number): Float64Array {
  const kernel = valuesAt(parameters, slots.kernel);
  const bias = valuesAt(parameters, slots.bias);
  const { rows: inputs, columns: units } = slots.kernel;
  const out = new Float64Array(rows * units);
  for (let r = 0; r < rows; r++) out.set(bias, r * units);
  for (let i = 0; i < inputs; i++) {
    const at = i * units;
    for (let r = 0; r < rows; r++) {
      const factor = x[r * inputs + i];
      if (factor === 0) continue;
      const to = r * units;
      for (let u = 0; u < units; u++) out[to + u] += factor * kernel[at + u];
    }
  }
  return out;
}
