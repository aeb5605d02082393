import {
  isActive,
  type Parameter,
  type ParameterValue,
  type Point,
  type SearchSpace,
} from '../../contracts/candidate/space.js';
import type { Random } from '../../random/index.js';
import { fromUnit } from './scale.js';

/** A point anywhere in a space: uniform on each parameter's own scale (logarithmic where the space says so). */
export function randomPoint(space: SearchSpace, random: Random): Point {
  const point: Point = {};
  for (const parameter of space) if (isActive(parameter, point)) point[parameter.name] = randomValue(parameter, random);
  return point;
}

function randomValue(parameter: Parameter, random: Random): ParameterValue {
  switch (parameter.type) {
    case 'flag':
      return random.chance(0.5);
    case 'category':
      return random.pick(parameter.values);
    default:
      return fromUnit(parameter, random.float());
  }
}
