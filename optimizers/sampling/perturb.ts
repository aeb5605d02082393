import { isActive, type Parameter, type ParameterValue, type Point, type SearchSpace } from '../../contracts/space.js';
import type { Random } from '../../random/index.js';

type Numeric = Extract<Parameter, { type: 'integer' | 'real' }>;

/** Chance that a category or a flag is drawn anew. */
const REDRAW = 0.3;

/**
 * A random point near another: numbers move by a normal step on their own scale (logarithmic where the space says so)
 * whose standard deviation is the given share of their range, categories and flags are drawn anew now and then.
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

/** Position of a number within its bounds, on its scale, in [0, 1]. */
function toUnit({ min, max, scale }: Numeric, value: number): number {
  if (max === min) return 0;
  return scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
}

function fromUnit({ type, min, max, scale }: Numeric, unit: number): number {
  const value = scale === 'log' ? min * (max / min) ** unit : min + unit * (max - min);
  return Math.min(max, Math.max(min, type === 'integer' ? Math.round(value) : value));
}

/** Bounces off the bounds, so that no share of the draws piles up on them. */
function reflect(unit: number): number {
  const folded = Math.abs(unit) % 2;
  return folded > 1 ? 2 - folded : folded;
}
