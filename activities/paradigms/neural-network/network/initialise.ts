import type { Random } from '../../../../random/index.js';
import { valuesAt, type Layout, type Slot } from './layout.js';

/**
 * Starting parameters: normal with variance 2 / inputs before rectifying activations (He et al., 2015), 1 / inputs before
 * tanh, of projections and of the output; biases 0, but the output's as given.
 */
export function initialise(layout: Layout, outputBias: ArrayLike<number>, random: Random): Float32Array {
  const parameters = new Float32Array(layout.size);
  const draw = (slot: Slot, gain: number): void => {
    const sd = Math.sqrt(gain / slot.rows);
    const values = valuesAt(parameters, slot);
    for (let i = 0; i < values.length; i++) values[i] = sd * random.normal();
  };
  for (const { kernel, gamma, projection, layer } of layout.hidden) {
    draw(kernel, layer.activation === 'tanh' ? 1 : 2);
    if (gamma) valuesAt(parameters, gamma).fill(1);
    if (projection) draw(projection.kernel, 1);
  }
  draw(layout.output.kernel, 1);
  valuesAt(parameters, layout.output.bias).set(outputBias);
  return parameters;
}
