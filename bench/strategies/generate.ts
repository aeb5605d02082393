import type { Random } from '../../random/index.js';

/** Rows as they stand in a CSV file; the last column is the target. */
export interface Rows {
  header: string[];
  rows: string[][];
}

/** Draws rows of one concept. The same random numbers give the same rows. */
export type Generator = (random: Random, rows: number) => Rows;

export const TARGET = 'y';

const LATENTS = 3;
const COPIES = 40;

/**
 * Three latent signals, each seen only in forty noisy copies (standard deviation of the noise 2 to 3, that of the signal
 * 1); the target is their sum. Few of the columns are best for a linear model with a weak penalty, which else overfits;
 * with a strong one all of them are, for their mean is a better copy than the best of them. With as many columns as rows
 * it is also a trap of another kind: columns chosen on the rows that they are judged by look better than they are
 * (Ambroise and McLachlan 2002).
 */
export const redundant: Generator = (random, count) => {
  const names = range(LATENTS).flatMap((latent) => range(COPIES).map((copy) => `s${latent + 1}_${copy + 1}`));
  return table(random, names, count, () => {
    const latents = range(LATENTS).map(() => random.normal());
    const copies = latents.flatMap((latent) =>
      range(COPIES).map((copy) => latent + (2 + copy / (COPIES - 1)) * random.normal()),
    );
    return { values: copies, target: text(sum(latents) + 0.3 * random.normal()) };
  });
};

const PAIRS = 4;
const PAIR_DISTANCE = 0.004;
const SUBSTITUTES = 6;
const UNRELATED = 60;

/**
 * The target is a sum of four signals, each the small difference of a pair of columns which else are equal, as of a state
 * before and after. Only a linear model with a very weak penalty has coefficients large enough for them. With a stronger
 * one the pairs seem useless beside noisy copies of the sum, and go first where columns are dropped.
 */
export const differences: Generator = (random, count) => {
  const names = [
    ...range(PAIRS).flatMap((pair) => [`before${pair + 1}`, `after${pair + 1}`]),
    ...range(SUBSTITUTES).map((i) => `substitute${i + 1}`),
    ...range(UNRELATED).map((i) => `noise${i + 1}`),
  ];
  return table(random, names, count, () => {
    const signals = range(PAIRS).map(() => random.normal());
    const total = sum(signals) / Math.sqrt(PAIRS);
    const pairs = signals.flatMap((signal) => {
      const state = random.normal();
      return [state - PAIR_DISTANCE * signal, state + PAIR_DISTANCE * signal];
    });
    const substitutes = range(SUBSTITUTES).map(() => total + 1.2 * random.normal());
    const values = [...pairs, ...substitutes, ...range(UNRELATED).map(() => random.normal())];
    return { values, target: text(total + 0.3 * random.normal()) };
  });
};

const DISTRACTORS = 40;

/**
 * Two columns in [-1, 1] whose classes meet in an oblique wave, among forty that say nothing. Distances over all columns
 * say nothing either, and a forest does best; over the two alone, nearest neighbours do.
 */
export const misledNeighbours: Generator = (random, count) => {
  const names = ['u1', 'u2', ...range(DISTRACTORS).map((i) => `noise${i + 1}`)];
  return table(random, names, count, () => {
    const values = names.map(() => 2 * random.float() - 1);
    const [a, b] = values;
    return { values, target: a + b + 1.2 * Math.sin(6 * (a - b)) > 0 ? 'above' : 'below' };
  });
};

const FRIEDMAN_SIGNALS = 5;
const FRIEDMAN_NOISE = 50;

/**
 * The first problem of Friedman, Multivariate adaptive regression splines, Annals of Statistics 1991, among fifty columns
 * that say nothing: 10 sin(π x1 x2) + 20 (x3 - 1/2)² + 10 x4 + 5 x5 + noise of standard deviation 1, x uniform in [0, 1].
 */
export const friedman: Generator = (random, count) => {
  const names = range(FRIEDMAN_SIGNALS + FRIEDMAN_NOISE).map((i) => `x${i + 1}`);
  return table(random, names, count, () => {
    const values = names.map(() => random.float());
    const [x1, x2, x3, x4, x5] = values;
    const signal = 10 * Math.sin(Math.PI * x1 * x2) + 20 * (x3 - 0.5) ** 2 + 10 * x4 + 5 * x5;
    return { values, target: text(signal + random.normal()) };
  });
};

const HEAVY_SIGNALS = 6;
const HEAVY_NOISE = 4;

/**
 * Ten log-normal columns, exp(2 z); the target is the sum of six of the z, and noise of standard deviation 1. A linear
 * model is hopeless on the columns as they stand and the best of all on their logarithms, which change nothing for trees.
 */
export const heavyTailed: Generator = (random, count) => {
  const names = range(HEAVY_SIGNALS + HEAVY_NOISE).map((i) => `h${i + 1}`);
  return table(random, names, count, () => {
    const logs = names.map(() => random.normal());
    const target = sum(logs.slice(0, HEAVY_SIGNALS)) + random.normal();
    return { values: logs.map((z) => Math.exp(2 * z)), target: text(target) };
  });
};

/** The columns stand in random order, so that no search gains from where one stands. */
function table(
  random: Random,
  names: readonly string[],
  count: number,
  draw: () => { values: number[]; target: string },
): Rows {
  const order = random.shuffle(range(names.length));
  const rows = range(count).map(() => {
    const { values, target } = draw();
    return [...order.map((column) => text(values[column])), target];
  });
  return { header: [...order.map((column) => names[column]), TARGET], rows };
}

function text(value: number): string {
  return String(Number(value.toPrecision(9)));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
