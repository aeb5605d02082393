import {
  isActive,
  type Parameter,
  type ParameterValue,
  type Point,
  type SearchSpace,
} from '../../contracts/candidate/space.js';
import type { Random } from '../../random/index.js';
import { fromUnit, reflect, toUnit } from './scale.js';

/** Chance that a category or a flag is drawn anew. */
const REDRAW = 0.3;

/**
 * A random point near another: all numbers move by a normal step on their own scale (logarithmic where the space says
 * so) whose standard deviation is the given share of their range, categories and flags are drawn anew now and then.
 * What becomes active by this starts from its default.
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
