import { columnOf, type Matrix } from '../arrays/matrix.js';
import type { Design } from './design.js';

/**
 * Linear functions of a matrix's columns, one an output: intercepts[o] + Σ_j coefficients[o · columns + j] · (x[j] -
 * centre[j]). Centred, so that columns far from 0 lose no precision.
 */
export interface LinearFunctions {
  centre: Float64Array;
  coefficients: Float64Array;
  intercepts: Float64Array;
}

/**
 * Functions of the matrix's columns from those of its design.
 *
 * @param fitted for each output the design's coefficients, then the intercept
 */
export function unscaled(design: Design, fitted: Float64Array, outputs: number, columns: number): LinearFunctions {
  const centre = new Float64Array(columns);
  const coefficients = new Float64Array(outputs * columns);
  const intercepts = new Float64Array(outputs);
  const stride = design.columns + 1;
  for (let j = 0; j < design.columns; j++) {
    const column = design.kept[j];
    centre[column] = design.mean[j];
    for (let o = 0; o < outputs; o++) coefficients[o * columns + column] = fitted[o * stride + j] / design.scale[j];
  }
  for (let o = 0; o < outputs; o++) intercepts[o] = fitted[o * stride + design.columns];
  return { centre, coefficients, intercepts };
}

/** The functions' values: row-major, rows × outputs. */
export function valuesOf({ centre, coefficients, intercepts }: LinearFunctions, x: Matrix): Float64Array {
  const outputs = intercepts.length;
  const out = new Float64Array(x.rows * outputs);
  for (let i = 0; i < out.length; i++) out[i] = intercepts[i % outputs];
  for (let j = 0; j < x.columns; j++) {
    const column = columnOf(x, j);
    for (let o = 0; o < outputs; o++) {
      const coefficient = coefficients[o * x.columns + j];
      if (coefficient === 0) continue;
      for (let r = 0; r < x.rows; r++) out[r * outputs + o] += coefficient * (column[r] - centre[j]);
    }
  }
  return out;
}
