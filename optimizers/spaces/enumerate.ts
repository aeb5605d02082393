import {
  isActive,
  type Parameter,
  type ParameterValue,
  type Point,
  type SearchSpace,
} from '../../contracts/candidate/space.js';

/** All points of a space, or null if it has more than `limit` of them (a real parameter always counts as more). */
export function enumeratePoints(space: SearchSpace, limit: number): Point[] | null {
  let points: Point[] = [{}];
  for (const parameter of space) {
    const values = valuesOf(parameter, limit);
    if (values === null) return null;
    points = points.flatMap((point) =>
      isActive(parameter, point) ? values.map((value) => ({ ...point, [parameter.name]: value })) : [point],
    );
    if (points.length > limit) return null;
  }
  return points;
}

function valuesOf(parameter: Parameter, limit: number): ParameterValue[] | null {
  switch (parameter.type) {
    case 'flag':
      return [false, true];
    case 'category':
      return parameter.values;
    case 'real':
      return parameter.min === parameter.max ? [parameter.min] : null;
    case 'integer': {
      const count = parameter.max - parameter.min + 1;
      return count > limit ? null : Array.from({ length: count }, (_, i) => parameter.min + i);
    }
  }
}
