/** Gives the value of a smooth convex function at a point and writes its gradient. */
export type SmoothFunction = (point: Float64Array, gradient: Float64Array) => number;

export interface MinimiseOptions {
  /** Stop where no entry of the (pseudo-)gradient is above this. */
  tolerance: number;
  maxIterations: number;
  /** Called after each iteration with its number, from 1. */
  onIteration?: (iteration: number) => void;
}

const MEMORY = 10;
const SUFFICIENT = 1e-4;
const SHORTEST = 1e-12;

/**
 * Minimises f(x) + Σ l1[i]·|x[i]|, in place, from the given point: L-BFGS (Nocedal & Wright, Numerical Optimization,
 * algorithm 7.4) with the orthant-wise steps of OWL-QN where l1 is positive (Andrew & Gao, Scalable Training of
 * L1-Regularized Log-Linear Models, 2007).
 *
 * @param l1 penalties ≥ 0, one for each entry of the point
 * @returns the objective reached and the iterations it took
 */
export function minimise(
  f: SmoothFunction,
  point: Float64Array,
  l1: Float64Array,
  options: MinimiseOptions,
): { objective: number; iterations: number } {
  const size = point.length;
  const memory = new Memory(size);
  const gradient = new Float64Array(size);
  const pseudo = new Float64Array(size);
  const direction = new Float64Array(size);
  const next = new Float64Array(size);
  const nextGradient = new Float64Array(size);
  let objective = f(point, gradient) + penalty(point, l1);
  let stalled = 0;
  let iterations = 0;
  while (iterations < options.maxIterations && stalled < 3) {
    pseudoGradient(point, gradient, l1, pseudo);
    if (largest(pseudo) <= options.tolerance) break;
    memory.direction(pseudo, direction);
    // Descend only along coordinates where the pseudo-gradient has the same sign.
    for (let i = 0; i < size; i++) if (l1[i] > 0 && direction[i] * pseudo[i] >= 0) direction[i] = 0;
    const lowerAt = (step: number): number => {
      move(point, direction, step, pseudo, l1, next);
      const reached = f(next, nextGradient) + penalty(next, l1);
      return reached <= objective + SUFFICIENT * slope(point, next, pseudo) ? reached : NaN;
    };
    let step = memory.count === 0 ? Math.min(1, 1 / norm(pseudo)) : 1;
    let reached = lowerAt(step);
    while (Number.isNaN(reached) && step > SHORTEST) reached = lowerAt((step /= 2));
    if (Number.isNaN(reached)) {
      // No step in the quasi-Newton direction helps: try the steepest descent, then stop.
      if (memory.count === 0) break;
      memory.clear();
      continue;
    }
    iterations++;
    options.onIteration?.(iterations);
    memory.push(point, next, gradient, nextGradient);
    stalled = objective - reached <= 1e-14 * Math.abs(objective) ? stalled + 1 : 0;
    objective = reached;
    point.set(next);
    gradient.set(nextGradient);
  }
  return { objective, iterations };
}

/** The last pairs of steps and gradient differences, and the search direction from them. */
class Memory {
  count = 0;
  private head = 0;
  private readonly steps: Float64Array[];
  private readonly changes: Float64Array[];
  private readonly inverse = new Float64Array(MEMORY);
  private readonly share = new Float64Array(MEMORY);

  constructor(size: number) {
    this.steps = Array.from({ length: MEMORY }, () => new Float64Array(size));
    this.changes = Array.from({ length: MEMORY }, () => new Float64Array(size));
  }

  clear(): void {
    this.count = 0;
    this.head = 0;
  }

  push(from: Float64Array, to: Float64Array, gradientFrom: Float64Array, gradientTo: Float64Array): void {
    const step = this.steps[this.head];
    const change = this.changes[this.head];
    for (let i = 0; i < step.length; i++) {
      step[i] = to[i] - from[i];
      change[i] = gradientTo[i] - gradientFrom[i];
    }
    const curvature = dot(step, change);
    if (!(curvature > 1e-14 * dot(change, change))) return;
    this.inverse[this.head] = 1 / curvature;
    this.head = (this.head + 1) % MEMORY;
    this.count = Math.min(MEMORY, this.count + 1);
  }

  /** out = -H gradient, by the two-loop recursion. */
  direction(gradient: Float64Array, out: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = -gradient[i];
    if (this.count === 0) return;
    for (let age = 1; age <= this.count; age++) {
      const k = (this.head - age + MEMORY) % MEMORY;
      this.share[k] = this.inverse[k] * dot(this.steps[k], out);
      addScaled(out, this.changes[k], -this.share[k]);
    }
    const newest = (this.head - 1 + MEMORY) % MEMORY;
    const scale = 1 / (this.inverse[newest] * dot(this.changes[newest], this.changes[newest]));
    for (let i = 0; i < out.length; i++) out[i] *= scale;
    for (let age = this.count; age >= 1; age--) {
      const k = (this.head - age + MEMORY) % MEMORY;
      addScaled(out, this.steps[k], this.share[k] - this.inverse[k] * dot(this.changes[k], out));
    }
  }
}

/** The subgradient of least norm of f + Σ l1·|x|. */
function pseudoGradient(x: Float64Array, gradient: Float64Array, l1: Float64Array, out: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    const penalty = l1[i];
    if (x[i] !== 0 || penalty === 0) out[i] = gradient[i] + Math.sign(x[i]) * penalty;
    else if (gradient[i] + penalty < 0) out[i] = gradient[i] + penalty;
    else if (gradient[i] - penalty > 0) out[i] = gradient[i] - penalty;
    else out[i] = 0;
  }
}

/** out = x + step · direction, where penalised entries stop at 0 instead of changing sign. */
function move(
  x: Float64Array,
  direction: Float64Array,
  step: number,
  pseudo: Float64Array,
  l1: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < x.length; i++) {
    const to = x[i] + step * direction[i];
    const orthant = x[i] !== 0 ? Math.sign(x[i]) : -Math.sign(pseudo[i]);
    out[i] = l1[i] > 0 && Math.sign(to) !== orthant ? 0 : to;
  }
}

function slope(from: Float64Array, to: Float64Array, pseudo: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < from.length; i++) sum += pseudo[i] * (to[i] - from[i]);
  return sum;
}

function penalty(x: Float64Array, l1: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += l1[i] * Math.abs(x[i]);
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(to: Float64Array, from: Float64Array, scale: number): void {
  for (let i = 0; i < to.length; i++) to[i] += scale * from[i];
}

const norm = (x: Float64Array): number => Math.sqrt(dot(x, x));

function largest(x: Float64Array): number {
  let top = 0;
  for (const value of x) top = Math.max(top, Math.abs(value));
  return top;
}
