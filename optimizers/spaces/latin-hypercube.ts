import {
  isActive,
  type Parameter,
  type ParameterValue,
  type Point,
  type SearchSpace,
} from '../../contracts/candidate/space.js';
import type { Random } from '../../random/index.js';
import { fromUnit } from './scale.js';

/** The value of a parameter at a place in [0, 1): categories and flags share the interval evenly. */
function valueAt(parameter: Parameter, unit: number): ParameterValue {
  switch (parameter.type) {
    case 'flag':
      return unit >= 0.5;
    case 'category':
      return parameter.values[Math.min(parameter.values.length - 1, Math.floor(unit * parameter.values.length))];
    default:
      return fromUnit(parameter, unit);
  }
}

/** The point with each parameter at its place, in the order of declaration; inactive parameters are left out. */
export function pointAt(space: SearchSpace, units: readonly number[]): Point {
  const point: Point = {};
  space.forEach((parameter, i) => {
    if (isActive(parameter, point)) point[parameter.name] = valueAt(parameter, units[i]);
  });
  return point;
}

/**
 * A Latin hypercube sample (McKay, Beckman and Conover 1979): each parameter's scale is cut into `count` equal strata,
 * and every stratum holds one point. Points of a small discrete space may coincide.
 */
export function latinHypercube(space: SearchSpace, count: number, random: Random): Point[] {
  const strata = space.map(() => random.shuffle(Array.from({ length: count }, (_, i) => i)));
  return Array.from({ length: count }, (_, i) =>
    pointAt(
      space,
      strata.map((order) => (order[i] + random.float()) / count),
    ),
  );
}
