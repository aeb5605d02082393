import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { deviationOf, meanOf } from '../../contracts/moments.js';

/** Length scales tried, in units of the cube's diagonal, and noise tried, as a share of the signal's variance. */
const LENGTHS = [0.1, 0.2, 0.4, 0.8, 1.6];
const NOISES = [1e-4, 1e-2, 1e-1, 1];

interface Fit {
  length: number;
  noise: number;
  /** The covariance's lower Cholesky factor L, by rows, and L⁻¹z for the standardised values z. */
  factor: number[][];
  whitened: number[];
  /** Variance of the signal, in standardised units. */
  variance: number;
  likelihood: number;
}

/** The prediction at a point. */
export interface Prediction {
  place: readonly number[];
  mean: number;
  /** Standard deviation. */
  deviation: number;
  /** L⁻¹k for the covariances k with the known points, used by `believe`. */
  whitened: number[];
}

/**
 * Gaussian process regression (Rasmussen and Williams 2006) over a unit cube, for some dozens of points: Matérn 5/2
 * kernel, one length for all dimensions, which is chosen with the noise by marginal likelihood on a small grid.
 */
export class GaussianProcess {
  private readonly mean: number;
  private readonly scale: number;
  private readonly fit: Fit;

  /** @param places at least one, of equal length. */
  constructor(
    private readonly places: readonly (readonly number[])[],
    values: readonly number[],
  ) {
    this.mean = meanOf(values);
    this.scale = deviationOf(values, this.mean, values.length) || 1;
    const standardised = values.map((value) => (value - this.mean) / this.scale);
    const distances = places.map((a) => places.map((b) => distance(a, b)));
    const diagonal = Math.sqrt(Math.max(1, places[0].length));
    const fits = LENGTHS.flatMap((length) =>
      NOISES.map((noise) => fitKernel(distances, standardised, length * diagonal, noise)),
    );
    this.fit = fits.reduce((best, fit) => (fit.likelihood > best.likelihood ? fit : best));
  }

  predict(place: readonly number[]): Prediction {
    const { factor, whitened, variance, length } = this.fit;
    const near = this.places.map((other) => matern(distance(place, other), length));
    const solved = forward(factor, near);
    return {
      place,
      mean: this.mean + this.scale * dot(solved, whitened),
      deviation: this.scale * Math.sqrt(variance * this.unexplained(solved)),
      whitened: solved,
    };
  }

  /**
   * A prediction after another point was assumed to have its predicted value (kriging believer, Ginsbourger et al.
   * 2010): the mean is unchanged, the deviation near that point decreases. Both must be predictions after the same
   * assumptions.
   */
  believe(prediction: Prediction, believed: Prediction): Prediction {
    const { variance, length } = this.fit;
    const near = matern(distance(prediction.place, believed.place), length);
    const pivot = Math.sqrt(this.unexplained(believed.whitened));
    const added = (near - dot(prediction.whitened, believed.whitened)) / pivot;
    const whitened = [...prediction.whitened, added];
    return { ...prediction, whitened, deviation: this.scale * Math.sqrt(variance * this.unexplained(whitened)) };
  }

  private unexplained(whitened: readonly number[]): number {
    return Math.max(1e-12, 1 + this.fit.noise - dot(whitened, whitened));
  }
}

function fitKernel(distances: number[][], values: number[], length: number, noise: number): Fit {
  const covariance = distances.map((row, i) => row.map((r, j) => matern(r, length) + (i === j ? noise : 0)));
  const factor = new CholeskyDecomposition(new Matrix(covariance)).lowerTriangularMatrix.to2DArray();
  const whitened = forward(factor, values);
  const n = values.length;
  const variance = Math.max(1e-12, dot(whitened, whitened) / n);
  const logDeterminant = factor.reduce((sum, row, i) => sum + 2 * Math.log(row[i]), 0);
  // With the variance profiled out.
  const likelihood = -0.5 * (n * Math.log(variance) + logDeterminant);
  return { length, noise, factor, whitened, variance, likelihood };
}

/** Solves L x = b by forward substitution. */
function forward(lower: readonly (readonly number[])[], b: readonly number[]): number[] {
  const x: number[] = [];
  for (let i = 0; i < b.length; i++) {
    let rest = b[i];
    for (let j = 0; j < i; j++) rest -= lower[i][j] * x[j];
    x.push(rest / lower[i][i]);
  }
  return x;
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function matern(r: number, length: number): number {
  const t = (Math.sqrt(5) * r) / length;
  return (1 + t + (t * t) / 3) * Math.exp(-t);
}

function distance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}
