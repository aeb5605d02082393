const CENTRE_A = [3.3871327179, 50.434271938, 159.29113202, 59.10937472];
const CENTRE_B = [1, 17.895169469, 78.757757664, 67.1875636];
const TAIL_C = [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103];
const TAIL_D = [1, 0.7370016425, 0.12021132975];
const FAR_E = [6.657905115, 3.081226386, 0.42868294337, 0.017337203997];
const FAR_F = [1, 0.24197894225, 0.012258202635];

/** The standard normal's quantile at 0 < p < 1, to about seven digits (Wichura 1988, algorithm AS 241, PPND7). */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRE_A, r)) / polynomial(CENTRE_B, r);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const value =
    r <= 5
      ? polynomial(TAIL_C, r - 1.6) / polynomial(TAIL_D, r - 1.6)
      : polynomial(FAR_E, r - 5) / polynomial(FAR_F, r - 5);
  return q < 0 ? -value : value;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + coefficients[i];
  return value;
}
