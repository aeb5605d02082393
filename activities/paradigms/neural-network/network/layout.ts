import type { Architecture, Layer } from '../../../../contracts/candidate/architecture.js';

/**
 * The place of a tensor in the flat vector of a network's parameters: [rows, columns], row-major. Vectors have one row.
 */
export interface Slot {
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

/** One dense layer: a hidden one, or the output's. */
export interface DenseSlots {
  readonly kernel: Slot;
  readonly bias: Slot;
}

export interface HiddenSlots extends DenseSlots {
  readonly layer: Layer;
  /** Batch normalisation's factor and shift. */
  readonly gamma: Slot | null;
  readonly beta: Slot | null;
  /** Of a skip connection between layers of different widths: a dense layer. */
  readonly projection: DenseSlots | null;
}

/** The shape of a network: its parameters' places in one vector. */
export interface Layout {
  readonly inputs: number;
  readonly outputs: number;
  readonly hidden: readonly HiddenSlots[];
  readonly output: DenseSlots;
  /** Length of the vector. */
  readonly size: number;
}

/** Lays out the parameters of a network of these widths. */
export function layoutOf(architecture: Architecture, inputs: number, outputs: number): Layout {
  let size = 0;
  const slot = (rows: number, columns: number): Slot => {
    const offset = size;
    size += rows * columns;
    return { offset, rows, columns };
  };
  const denseSlots = (from: number, to: number): DenseSlots => ({ kernel: slot(from, to), bias: slot(1, to) });
  let width = inputs;
  const hidden = architecture.layers.map((layer) => {
    const { units, batchNorm, skip } = layer;
    const slots: HiddenSlots = {
      layer,
      ...denseSlots(width, units),
      gamma: batchNorm ? slot(1, units) : null,
      beta: batchNorm ? slot(1, units) : null,
      projection: skip && width !== units ? denseSlots(width, units) : null,
    };
    width = units;
    return slots;
  });
  const output = denseSlots(width, outputs);
  return { inputs, outputs, hidden, output, size };
}

/** A slot's values, as a view. */
export function valuesAt<T extends Float32Array | Float64Array>(vector: T, { offset, rows, columns }: Slot): T {
  return vector.subarray(offset, offset + rows * columns) as T;
}

/** The matrices that weight decay shrinks: not biases, nor normalisation's factors. */
export function kernelsOf(layout: Layout): Slot[] {
  const hidden = layout.hidden.flatMap(({ kernel, projection }) =>
    projection ? [kernel, projection.kernel] : [kernel],
  );
  return [...hidden, layout.output.kernel];
}
