import {
  isActive,
  type Parameter,
  type ParameterValue,
  type Point,
  type SearchSpace,
} from '../../contracts/candidate/space.js';
import type { Random } from '../../random/index.js';
import { fromUnit, reflect, toUnit } from './scale.js';

/** Probability that a category or a flag is drawn again. */
const REDRAW = 0.3;

/**
 * A random point near another: all numbers change by a normal step on their own scale (logarithmic if the space says
 * so) whose standard deviation is the given share of their range; categories and flags are sometimes drawn again.
 * Parameters that become active start at their defaults.
 */
export function perturbPoint(space: SearchSpace, centre: Point, share: number, random: Random): Point {
  const point: Point = {};
  for (const parameter of space) {
    if (!isActive(parameter, point)) continue;
    const value = centre[parameter.name] ?? parameter.default;
    point[parameter.name] = perturbValue(parameter, value, share, random);
  }
  return point;
}

function perturbValue(parameter: Parameter, value: ParameterValue, share: number, random: Random): ParameterValue {
  switch (parameter.type) {
    case 'flag':
      return random.chance(REDRAW) ? random.chance(0.5) : value;
    case 'category':
      return random.chance(REDRAW) ? random.pick(parameter.values) : value;
    default:
      return fromUnit(parameter, reflect(toUnit(parameter, value as number) + share * random.normal()));
  }
}
