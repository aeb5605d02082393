import type { Architecture, ArchitectureSpace, Layer } from '../../contracts/candidate/architecture.js';
import type { Random } from '../../random/index.js';
import type { Genetics } from '../genetic/evolve.js';
import { reflect } from './scale.js';

/** Step between dropout rates. */
const DROPOUT_STEP = 0.05;
/** Probability that a change of activation, normalisation, dropout or skips applies to all layers. */
const UNIFORM = 0.7;

type Bounds = { min: number; max: number };

/**
 * The genetic operators of feed-forward networks: a layer is added or removed, layers are widened or narrowed by
 * factors, activation, normalisation, dropout and skip connections change, of one layer or, more often, of all. Widths
 * are powers of two and half-way between, so that different networks differ noticeably.
 */
export function architectureGenetics(space: ArchitectureSpace): Genetics<Architecture> {
  return {
    crossover: (a, b, random) => crossover(a, b, random),
    mutate: (architecture, strength, random) => mutate(space, architecture, strength, random),
    sample: (random) => sample(space, random),
    all: () => null,
    encode: (architecture) => encode(space, architecture),
  };
}

/** Depth, mean log width, how it changes with depth, dropout, shares of layers with norm and skip, activations. */
function encode(space: ArchitectureSpace, { layers }: Architecture): number[] {
  const mean = (of: (layer: Layer) => number): number =>
    layers.reduce((sum, layer) => sum + of(layer), 0) / layers.length;
  const unit = ({ min, max }: Bounds, value: number): number => (max === min ? 0 : (value - min) / (max - min));
  const widthRange = { min: Math.log(space.units.min), max: Math.log(space.units.max) };
  const width = (layer: Layer): number => unit(widthRange, Math.log(layer.units));
  return [
    unit(space.layers, layers.length),
    mean(width),
    0.5 + 0.5 * (width(layers[layers.length - 1]) - width(layers[0])),
    mean(({ dropout }) => unit(space.dropout, dropout)),
    mean(({ batchNorm }) => (batchNorm ? 0.5 : 0)),
    mean(({ skip }) => (skip ? 0.5 : 0)),
    ...space.activations.map((one) => mean(({ activation }) => (activation === one ? 0.5 : 0))),
  ];
}

/** Widths between the bounds: 1, 2, 3, 4, 6, 8, 12, 16, 24, … and the bounds themselves, ascending. */
export function widths({ min, max }: Bounds): number[] {
  const found = new Set([min, max]);
  for (let power = 1; power <= max; power *= 2) {
    for (const width of power < 2 ? [power] : [power, power * 1.5]) if (width >= min && width <= max) found.add(width);
  }
  return [...found].sort((a, b) => a - b);
}

/** Each layer from the parent that has one at that depth, at random where both have. */
function crossover(a: Architecture, b: Architecture, random: Random): Architecture {
  const depth = random.pick([a, b]).layers.length;
  const layers = Array.from({ length: depth }, (_, i) => {
    const choices = [a, b].flatMap((parent) => parent.layers.slice(i, i + 1));
    return random.pick(choices);
  });
  return { layers };
}

type Change = (space: ArchitectureSpace, layers: readonly Layer[], strength: number, random: Random) => Layer[];

/** One change, sometimes two. Changes that the space does not allow leave the network as it was. */
function mutate(space: ArchitectureSpace, { layers }: Architecture, strength: number, random: Random): Architecture {
  let mutant = [...layers];
  do mutant = random.pick(CHANGES)(space, mutant, strength, random);
  while (random.chance(0.3));
  return { layers: mutant };
}

const addLayer: Change = (space, layers, _strength, random) => {
  if (layers.length >= space.layers.max) return [...layers];
  const at = random.below(layers.length + 1);
  return [...layers.slice(0, at), layers[Math.min(at, layers.length - 1)], ...layers.slice(at)];
};

const removeLayer: Change = (space, layers, _strength, random) => {
  if (layers.length <= space.layers.min) return [...layers];
  const at = random.below(layers.length);
  return layers.filter((_, i) => i !== at);
};

/** Widens or narrows all layers alike, or one. */
const resize: Change = (space, layers, strength, random) => {
  const grid = widths(space.units);
  const places = Math.max(1, Math.round(Math.abs(random.normal()) * strength * grid.length));
  const step = random.chance(0.5) ? places : -places;
  return change(layers, random, (layer) => {
    const at = nearest(grid, layer.units) + step;
    return { ...layer, units: grid[Math.min(grid.length - 1, Math.max(0, at))] };
  });
};

const changeActivation: Change = (space, layers, _strength, random) => {
  const others = space.activations.filter((activation) => activation !== layers[0].activation);
  if (others.length === 0) return [...layers];
  const activation = random.pick(others);
  return change(layers, random, (layer) => ({ ...layer, activation }));
};

const changeDropout: Change = (space, layers, strength, random) => {
  const step = strength * random.normal();
  return change(layers, random, (layer) => {
    const { min, max } = space.dropout;
    const unit = max === min ? 0 : reflect((layer.dropout - min) / (max - min) + step);
    return { ...layer, dropout: dropoutAt(space.dropout, unit) };
  });
};

const toggleNorm: Change = (_space, layers, _strength, random) => {
  const batchNorm = !layers[0].batchNorm;
  return change(layers, random, (layer) => ({ ...layer, batchNorm }));
};

const toggleSkip: Change = (_space, layers, _strength, random) => {
  const skip = !layers[layers.length - 1].skip;
  return change(layers, random, (layer) => ({ ...layer, skip }));
};

const CHANGES = [addLayer, removeLayer, resize, resize, changeActivation, changeDropout, toggleNorm, toggleSkip];

/** Changes all layers, or one. */
function change(layers: readonly Layer[], random: Random, of: (layer: Layer) => Layer): Layer[] {
  if (random.chance(UNIFORM)) return layers.map(of);
  const at = random.below(layers.length);
  return layers.map((layer, i) => (i === at ? of(layer) : layer));
}

/** A random network with equal layers, except that each may be half as wide as the one before. */
function sample(space: ArchitectureSpace, random: Random): Architecture {
  const depth = space.layers.min + random.below(space.layers.max - space.layers.min + 1);
  const grid = widths(space.units);
  const first = random.below(grid.length);
  const narrowing = random.chance(0.5) ? 2 : 0;
  const layer = {
    activation: random.pick(space.activations),
    batchNorm: random.chance(0.5),
    dropout: dropoutAt(space.dropout, random.float()),
    skip: depth > 1 && random.chance(0.5),
  };
  const layers = Array.from({ length: depth }, (_, i) => ({
    units: grid[Math.max(0, first - i * narrowing)],
    ...layer,
  }));
  return { layers };
}

/** A share of dropout in steps of a twentieth, between its bounds. */
function dropoutAt({ min, max }: Bounds, unit: number): number {
  const value = Math.round((min + unit * (max - min)) / DROPOUT_STEP) * DROPOUT_STEP;
  return Math.min(max, Math.max(min, Number(value.toFixed(2))));
}

function nearest(grid: readonly number[], units: number): number {
  return grid.reduce((best, width, i) => (Math.abs(width - units) < Math.abs(grid[best] - units) ? i : best), 0);
}
