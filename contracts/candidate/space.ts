import { z } from 'zod';

/** A parameter's value: integers and reals as numbers, categories as text, flags as booleans. */
export const parameterValueSchema = z.union([z.number(), z.string(), z.boolean()]);
export type ParameterValue = z.infer<typeof parameterValueSchema>;

/** The parameter is active only if another one, declared before it, has one of these values. */
const conditionSchema = z.strictObject({ parameter: z.string(), in: z.array(parameterValueSchema).min(1) });

const base = {
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  when: conditionSchema.optional(),
};

/** One dimension of a search space; bounds are inclusive; a `log` scale needs min > 0. */
export const parameterSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('integer'),
    min: z.int(),
    max: z.int(),
    scale: z.enum(['linear', 'log']),
    default: z.int(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('real'),
    min: z.number(),
    max: z.number(),
    scale: z.enum(['linear', 'log']),
    default: z.number(),
  }),
  z.strictObject({ ...base, type: z.literal('category'), values: z.array(z.string()).min(1), default: z.string() }),
  z.strictObject({ ...base, type: z.literal('flag'), default: z.boolean() }),
]);
export type Parameter = z.infer<typeof parameterSchema>;

/** A typed search space: its parameters in the order of declaration. */
export const searchSpaceSchema = z.array(parameterSchema);
export type SearchSpace = z.infer<typeof searchSpaceSchema>;

/** A point of a search space: the values of its active parameters (those whose condition holds), by name. */
export const pointSchema = z.record(z.string(), parameterValueSchema);
export type Point = z.infer<typeof pointSchema>;

/** Whether a parameter is active at a point: it has no condition, or its condition holds there. */
export function isActive(parameter: Parameter, point: Point): boolean {
  return parameter.when === undefined || parameter.when.in.includes(point[parameter.when.parameter]);
}

/**
 * An error in a space that its schema does not check, as `parameter: what`, or null: defaults and conditions out of
 * range, …
 */
export function spaceError(space: SearchSpace): string | null {
  for (const [i, parameter] of space.entries()) {
    const error = parameterError(parameter, space.slice(0, i));
    if (error !== null) return `${parameter.name}: ${error}`;
  }
  return null;
}

function parameterError(parameter: Parameter, before: SearchSpace): string | null {
  const { name, when } = parameter;
  if (before.some((other) => other.name === name)) return 'it is declared twice';
  if (!isValue(parameter, parameter.default)) return `the default ${parameter.default} lies outside`;
  if ('scale' in parameter && parameter.scale === 'log' && parameter.min <= 0) return 'a log scale needs min > 0';
  if (parameter.type === 'category' && new Set(parameter.values).size < parameter.values.length) {
    return `a value is named twice: ${parameter.values.join(', ')}`;
  }
  if (!when) return null;
  const other = before.find((one) => one.name === when.parameter);
  if (!other) return `when: ${when.parameter} is not a parameter declared before it`;
  const strange = when.in.find((value) => !isValue(other, value));
  return strange === undefined ? null : `when: ${strange} is not a value of ${when.parameter}`;
}

const isValue = (parameter: Parameter, value: ParameterValue): boolean => valueError(parameter, value) === null;

/** The defaults of a space's active parameters. */
export function defaultPoint(space: SearchSpace): Point {
  const point: Point = {};
  for (const parameter of space) if (isActive(parameter, point)) point[parameter.name] = parameter.default;
  return point;
}

/** The error in a point, in words, or null if it is in the space. */
export function pointError(space: SearchSpace, point: Point): string | null {
  for (const parameter of space) {
    const value = point[parameter.name];
    if (!isActive(parameter, point)) {
      if (value !== undefined) return `${parameter.name} is set though its condition does not hold`;
    } else {
      const error = valueError(parameter, value);
      if (error) return error;
    }
  }
  const known = new Set(space.map((parameter) => parameter.name));
  const unknown = Object.keys(point).find((name) => !known.has(name));
  return unknown === undefined ? null : `${unknown} is not a parameter of this space`;
}

/**
 * The point of a space that is nearest to one of another space of the same parameters; missing values become defaults.
 */
export function nearestPoint(space: SearchSpace, other: Point): Point {
  const point: Point = {};
  for (const parameter of space) {
    if (isActive(parameter, point)) point[parameter.name] = nearestValue(parameter, other[parameter.name]);
  }
  return point;
}

function nearestValue(parameter: Parameter, value: ParameterValue | undefined): ParameterValue {
  if (value === undefined || valueError(parameter, value) === null) return value ?? parameter.default;
  if (typeof value !== 'number' || parameter.type === 'flag' || parameter.type === 'category') return parameter.default;
  const within = Math.min(parameter.max, Math.max(parameter.min, value));
  return parameter.type === 'integer' ? Math.round(within) : within;
}

function valueError(parameter: Parameter, value: ParameterValue | undefined): string | null {
  const { name } = parameter;
  if (value === undefined) return `${name} is missing`;
  switch (parameter.type) {
    case 'flag':
      return typeof value === 'boolean' ? null : `${name} must be true or false, not ${value}`;
    case 'category':
      return parameter.values.includes(value as string)
        ? null
        : `${name} must be one of ${parameter.values.join(', ')}, not ${value}`;
    default: {
      const { min, max } = parameter;
      if (typeof value !== 'number' || value < min || value > max)
        return `${name} must lie in [${min}, ${max}], not ${value}`;
      return parameter.type === 'integer' && !Number.isInteger(value)
        ? `${name} must be an integer, not ${value}`
        : null;
    }
  }
}
