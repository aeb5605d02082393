import {
  isActive,
  type Parameter,
  type ParameterValue,
  type Point,
  type SearchSpace,
} from '../../contracts/candidate/space.js';
import type { Random } from '../../random/index.js';
import { enumeratePoints } from './enumerate.js';
import type { Genetics } from '../genetic/evolve.js';
import { pointAt } from './latin-hypercube.js';
import { fromUnit, reflect, toUnit, type NumericParameter } from './scale.js';

/**
 * How far a blended value may lie outside of its parents, as a share of their distance (Eshelman and Schaffer 1993).
 */
const BLEND_ALPHA = 0.5;
/** Spaces of at most so many points are enumerated. */
const ENUMERABLE = 4096;

/**
 * The genetic operators of points of a typed space: numbers vary on their own scale, inactive parameters are left out.
 */
export function pointGenetics(space: SearchSpace): Genetics<Point> {
  return {
    crossover: (a, b, random) => crossover(space, a, b, random),
    mutate: (point, strength, random) => mutate(space, point, strength, random),
    sample: (random) =>
      pointAt(
        space,
        space.map(() => random.float()),
      ),
    all: () => enumeratePoints(space, ENUMERABLE),
    encode: (point) => space.flatMap((parameter) => encode(parameter, point[parameter.name])),
  };
}

/** Numbers on their own scale; half a unit for each category and flag, so that two categories lie 0.7 apart. */
function encode(parameter: Parameter, value: ParameterValue | undefined): number[] {
  if (parameter.type === 'category') return parameter.values.map((category) => (category === value ? 0.5 : 0));
  if (parameter.type === 'flag') return [value === undefined ? 0.25 : value ? 0.5 : 0];
  return [toUnit(parameter, (value as number | undefined) ?? parameter.default)];
}

/** Each value from one of the parents (uniform crossover) or, for numbers, half the time blended (BLX-alpha). */
function crossover(space: SearchSpace, a: Point, b: Point, random: Random): Point {
  const child: Point = {};
  for (const parameter of space) {
    if (!isActive(parameter, child)) continue;
    const inherited = [a[parameter.name], b[parameter.name]].filter((value) => value !== undefined);
    child[parameter.name] = inherited.length === 0 ? parameter.default : mix(parameter, inherited, random);
  }
  return child;
}

function mix(parameter: Parameter, values: ParameterValue[], random: Random): ParameterValue {
  if (values.length === 1 || !isNumeric(parameter) || random.chance(0.5)) return random.pick(values);
  const [a, b] = values.map((value) => toUnit(parameter, value as number));
  const reach = BLEND_ALPHA * Math.abs(a - b);
  const low = Math.min(a, b) - reach;
  const high = Math.max(a, b) + reach;
  return fromUnit(parameter, reflect(low + random.float() * (high - low)));
}

/**
 * Changes about a third of the active parameters, at least one: numbers by a Gaussian step on their own scale,
 * categories and flags to another value. A parameter that becomes active starts at its default.
 */
function mutate(space: SearchSpace, point: Point, strength: number, random: Random): Point {
  const active = space.filter((parameter) => point[parameter.name] !== undefined && canChange(parameter));
  const chosen = new Set(active.filter(() => random.chance(Math.max(1 / active.length, 0.3))));
  if (chosen.size === 0 && active.length > 0) chosen.add(random.pick(active));
  const mutant: Point = {};
  for (const parameter of space) {
    if (!isActive(parameter, mutant)) continue;
    const value = point[parameter.name] ?? parameter.default;
    mutant[parameter.name] = chosen.has(parameter) ? change(parameter, value, strength, random) : value;
  }
  return mutant;
}

function change(parameter: Parameter, value: ParameterValue, strength: number, random: Random): ParameterValue {
  if (parameter.type === 'flag') return !value;
  if (parameter.type === 'category') return random.pick(parameter.values.filter((other) => other !== value));
  const moved = fromUnit(parameter, reflect(toUnit(parameter, value as number) + strength * random.normal()));
  if (parameter.type === 'real' || moved !== value) return moved;
  // A step too small to reach another integer goes to a neighbour.
  const { min, max } = parameter;
  return value === min || (value !== max && random.chance(0.5)) ? value + 1 : value - 1;
}

function canChange(parameter: Parameter): boolean {
  if (parameter.type === 'flag') return true;
  return parameter.type === 'category' ? parameter.values.length > 1 : parameter.min < parameter.max;
}

function isNumeric(parameter: Parameter): parameter is NumericParameter {
  return parameter.type === 'integer' || parameter.type === 'real';
}
