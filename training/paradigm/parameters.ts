import { parameterSchema, spaceError, type Parameter, type ParameterValue } from '../../contracts/candidate/space.js';
import { issuesText } from '../../contracts/issues.js';

/** The parameter is active only if another one, declared before it, has one of these values. */
export interface Condition {
  parameter: string;
  in: readonly ParameterValue[];
}

interface Conditional {
  when?: Condition;
}

interface Range extends Conditional {
  min: number;
  max: number;
  /** `linear` by default; `log` needs min > 0. */
  scale?: 'linear' | 'log';
  default: number;
}

type Unnamed<P> = P extends Parameter ? Omit<P, 'name'> : never;

/** A dimension of a search space, typed by its values and by whether they can be absent. */
export interface TypedParameter<Value extends ParameterValue, Always extends boolean> {
  readonly parameter: Unnamed<Parameter>;
  /** Never set: it carries the types. */
  readonly types?: { value: Value; always: Always };
}

/** Whether a parameter with these options is active at every point. */
type Always<Options> = Options extends { when: Condition } ? false : true;

/** A number between `min` and `max`, both included. */
export function real<const Options extends Range>(options: Options): TypedParameter<number, Always<Options>> {
  return { parameter: { type: 'real', scale: 'linear', ...conditional(options) } };
}

/** A whole number between `min` and `max`, both included. */
export function integer<const Options extends Range>(options: Options): TypedParameter<number, Always<Options>> {
  return { parameter: { type: 'integer', scale: 'linear', ...conditional(options) } };
}

/** One of some texts. */
export function category<const Value extends string, const Options extends Conditional>(
  options: Options & { values: readonly Value[]; default: NoInfer<Value> },
): TypedParameter<Value, Always<Options>> {
  return { parameter: { type: 'category', ...conditional(options), values: [...options.values] } };
}

/** Yes or no. */
export function flag<const Options extends Conditional & { default: boolean }>(
  options: Options,
): TypedParameter<boolean, Always<Options>> {
  return { parameter: { type: 'flag', ...conditional(options) } };
}

/** A copy, with its own copy of the condition. */
function conditional<Options extends Conditional>(
  options: Options,
): Omit<Options, 'when'> & { when?: { parameter: string; in: ParameterValue[] } } {
  const { when, ...rest } = options;
  return { ...rest, ...(when && { when: { parameter: when.parameter, in: [...when.in] } }) };
}

/** A search space by the names of its parameters, in the order of declaration. */
export type TypedSpace = Readonly<Record<string, TypedParameter<ParameterValue, boolean>>>;

type ValueOf<P> = P extends TypedParameter<infer Value, boolean> ? Value : never;
type IsAlways<P> = P extends TypedParameter<ParameterValue, infer A> ? A : never;

/** A point of a typed space: parameters that have a condition may be absent. */
export type PointOf<Space extends TypedSpace> = {
  [Name in keyof Space as IsAlways<Space[Name]> extends true ? Name : never]: ValueOf<Space[Name]>;
} & {
  [Name in keyof Space as IsAlways<Space[Name]> extends true ? never : Name]?: ValueOf<Space[Name]>;
};

/**
 * The space as data.
 *
 * @throws Error that names the parameter: for an invalid form, a default or a condition out of range, an empty range
 */
export function searchSpaceOf(space: TypedSpace): Parameter[] {
  const declared: Parameter[] = [];
  for (const [name, { parameter }] of Object.entries(space)) {
    const parsed = parameterSchema.safeParse({ ...parameter, name });
    if (!parsed.success) throw new Error(`hyperparameters.${name}: ${issuesText(parsed.error)}`);
    declared.push(parsed.data);
  }
  const wrong = spaceError(declared);
  if (wrong !== null) throw new Error(`hyperparameters.${wrong}`);
  return declared;
}
