const GOLDEN = (3 - Math.sqrt(5)) / 2;
const MAX_ITERATIONS = 60;

/**
 * The minimum of a function of one variable between two bounds (Brent 1973, chapter 5: parabolas through the last three
 * points, golden sections where they fail).
 *
 * @param tolerance absolute, in x
 */
export function minimiseScalar(f: (x: number) => number, low: number, high: number, tolerance: number): number {
  let [a, b] = [low, high];
  let x = a + GOLDEN * (b - a);
  let [w, v] = [x, x];
  let fx = f(x);
  let [fw, fv] = [fx, fx];
  let step = 0;
  let before = 0;
  for (let i = 0; i < MAX_ITERATIONS; i++) {
    const middle = (a + b) / 2;
    if (Math.abs(x - middle) <= 2 * tolerance - (b - a) / 2) break;
    const parabola = Math.abs(before) > tolerance ? parabolicStep(x, fx, w, fw, v, fv) : NaN;
    const useful = Math.abs(parabola) < Math.abs(before / 2) && x + parabola > a && x + parabola < b;
    before = useful ? step : x < middle ? b - x : a - x;
    step = useful ? parabola : GOLDEN * before;
    const u = x + (Math.abs(step) >= tolerance ? step : Math.sign(step || 1) * tolerance);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return x;
}

/** From x to the lowest point of the parabola through three points; not finite where there is none. */
function parabolicStep(x: number, fx: number, w: number, fw: number, v: number, fv: number): number {
  const r = (x - w) * (fx - fv);
  const q = (x - v) * (fx - fw);
  return -((x - v) * q - (x - w) * r) / (2 * (q - r));
}
