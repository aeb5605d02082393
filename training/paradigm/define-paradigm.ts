import { z } from 'zod';
import { issuesText } from '../../contracts/issues.js';
import { jsonSchema, type Json } from '../../contracts/json.js';
import { paradigmDescriptionSchema, type ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import { defaultPoint, type Point } from '../../contracts/candidate/space.js';
import { taskSchema, type ProblemShape, type Task } from '../../contracts/task.js';
import { PLAIN_TRANSFORMS, type Transforms } from '../../contracts/candidate/transform.js';
import type { Matrix } from '../../learning/arrays/matrix.js';
import type { FitInput, FitOutput, ModelArray, ModelData, Paradigm } from './paradigm.js';
import { searchSpaceOf, type PointOf, type TypedSpace } from './parameters.js';

/** The input of a fit, with hyperparameters typed by the definition. */
export type TypedFitInput<Space extends TypedSpace> = Omit<FitInput, 'hyperparameters' | 'architecture'> & {
  hyperparameters: PointOf<Space>;
};

/** The result of a fit. */
export interface Fitted<Meta> {
  meta: Meta;
  /** None by default. */
  arrays?: Record<string, ModelArray>;
  /** For each matrix column, ≥ 0; they are made to sum to 1. */
  importances: ArrayLike<number>;
  /** The iterations that early stopping chose; null, by default, for paradigms that do not iterate. */
  effort?: number | null;
}

/** A fitted model as `predict` sees it. */
export interface TypedModel<Meta> {
  meta: Meta;
  arrays: Record<string, ModelArray>;
  task: Task;
  /** Number of classes (2 for binary); 0 for regression. */
  classes: number;
}

/** What `defineParadigm` takes: the paradigm's id and version, its hyperparameters, its fit and its predictions. */
export interface ParadigmDefinition<Space extends TypedSpace, MetaSchema extends z.ZodType> {
  /** In lower case with dashes. */
  id: string;
  /** Raise it when the same hyperparameters and seed would give another model. */
  version: number;
  /** What it can learn. */
  tasks: readonly Task[];
  /** The search space, or a function from a problem to it. */
  hyperparameters: Space | ((shape: ProblemShape) => Space);
  /** The transforms used where none were searched; by default columns stay as they are. */
  transforms?: Transforms;
  /** Whether it takes missing values (NaN); by default they are imputed. */
  takesMissing?: boolean;
  /** Schema of the model's numbers and texts; arrays are separate. */
  model: MetaSchema;
  /** `import.meta.url` of the file whose default export the paradigm is, so that it is trained in threads. */
  module?: string;
  /** The numeric library that trains it, with its version, where results depend on it: a part of trial keys. */
  backend?: () => Promise<string>;
  /** Floating-point operations of a fit and its bytes besides the matrix; by default proportional to the matrix. */
  cost?: (shape: ProblemShape, hyperparameters: PointOf<Space>) => { work: number; bytes: number };
  /** @throws Error for numeric trouble; the trial then fails with its message */
  fit: (input: TypedFitInput<Space>) => Fitted<z.output<MetaSchema>> | Promise<Fitted<z.output<MetaSchema>>>;
  /** Row-major: rows × classes probabilities (each row of sum 1), or a value for each row in regression. */
  predict: (model: TypedModel<z.output<MetaSchema>>, x: Matrix) => ArrayLike<number> | Promise<ArrayLike<number>>;
}

/** A paradigm with the URL of the file that defines it, if given. */
export interface DefinedParadigm extends Paradigm {
  readonly id: string;
  readonly module?: string;
  fit(input: FitInput): Promise<FitOutput>;
  predict(model: ModelData, x: Matrix): Promise<Float64Array>;
}

/** Default number of passes over the matrix in a fit. */
const USUAL_PASSES = 100;
const USUAL_COPIES = 2;

const usualCost = ({ rows, columns }: ProblemShape): { work: number; bytes: number } => ({
  work: USUAL_PASSES * rows * columns,
  bytes: USUAL_COPIES * Float64Array.BYTES_PER_ELEMENT * rows * columns,
});

/** A model's JSON: the fields to check predictions, and the paradigm's own data. */
const envelopeSchema = z.strictObject({ task: taskSchema, classes: z.int().min(0), own: jsonSchema });

/**
 * A paradigm with typed hyperparameters and a typed model.
 *
 * @throws Error if the definition is invalid; `fit` and `predict` throw an Error if the results of the definition's
 *   functions are invalid
 */
export function defineParadigm<const Space extends TypedSpace, MetaSchema extends z.ZodType>(
  definition: ParadigmDefinition<Space, MetaSchema>,
): DefinedParadigm {
  const { id, module, backend, cost = usualCost } = definition;
  const costOf: Paradigm['cost'] = (shape, point) => cost(shape, point as PointOf<Space>);
  const describe = (shape: ProblemShape): ParadigmDescription | null =>
    definition.tasks.includes(shape.task) ? describeFor(definition, shape, costOf) : null;
  // An invalid definition is refused here, not in the first search.
  for (const task of definition.tasks) describe(exampleShape(task));
  return {
    id,
    ...(module !== undefined && { module }),
    describe,
    cost: costOf,
    ...(backend && { backend }),
    fit: (input) => fitTyped(definition, input),
    checkModel: (model) => void typedModelOf(definition, model),
    predict: (model, x) => predictTyped(definition, model, x),
  };
}

function exampleShape(task: Task): ProblemShape {
  return { task, rows: 100, columns: 10, classes: task === 'regression' ? 0 : task === 'binary' ? 2 : 3 };
}

function describeFor<Space extends TypedSpace>(
  definition: ParadigmDefinition<Space, z.ZodType>,
  shape: ProblemShape,
  cost: Paradigm['cost'],
): ParadigmDescription {
  const { id, version, hyperparameters: declared, transforms = PLAIN_TRANSFORMS, takesMissing = false } = definition;
  try {
    const hyperparameters = searchSpaceOf(typeof declared === 'function' ? declared(shape) : declared);
    const defaultWork = cost(shape, defaultPoint(hyperparameters), null).work;
    const description = { id, version, hyperparameters, architecture: null, transforms, takesMissing, defaultWork };
    const parsed = paradigmDescriptionSchema.safeParse(description);
    if (!parsed.success) throw new Error(issuesText(parsed.error));
    return parsed.data;
  } catch (error) {
    throw new Error(`defineParadigm(${id}): ${(error as Error).message}`);
  }
}

async function fitTyped<Space extends TypedSpace, MetaSchema extends z.ZodType>(
  definition: ParadigmDefinition<Space, MetaSchema>,
  input: FitInput,
): Promise<FitOutput> {
  const { id, version, model: schema } = definition;
  const { architecture: _, hyperparameters, ...rest } = input;
  const fitted = await definition.fit({ ...rest, hyperparameters: hyperparameters as Point & PointOf<Space> });
  const own = parseMeta(id, schema.safeParse(fitted.meta));
  const meta: Json = { task: input.task, classes: input.classes, own: parseMeta(id, jsonSchema.safeParse(own)) };
  return {
    model: { paradigm: id, version, meta, arrays: fitted.arrays ?? {} },
    importances: importancesOf(id, fitted.importances, input.x.columns),
    effort: fitted.effort ?? null,
  };
}

type PredictPart<MetaSchema extends z.ZodType> = Pick<
  ParadigmDefinition<TypedSpace, MetaSchema>,
  'id' | 'version' | 'model' | 'predict'
>;

function typedModelOf<MetaSchema extends z.ZodType>(
  { id, version, model: schema }: PredictPart<MetaSchema>,
  model: ModelData,
): TypedModel<z.output<MetaSchema>> {
  if (model.paradigm !== id || model.version !== version) {
    throw new Error(`paradigm ${id} ${version} cannot read a model of ${model.paradigm} ${model.version}`);
  }
  const { task, classes, own } = parseMeta(id, envelopeSchema.safeParse(model.meta));
  return { meta: parseMeta(id, schema.safeParse(own)), arrays: model.arrays, task, classes };
}

async function predictTyped<MetaSchema extends z.ZodType>(
  definition: PredictPart<MetaSchema>,
  model: ModelData,
  x: Matrix,
): Promise<Float64Array> {
  const typed = typedModelOf(definition, model);
  const values = Float64Array.from(await definition.predict(typed, x));
  const expected = x.rows * Math.max(1, typed.classes);
  if (values.length === expected) return values;
  throw new Error(`paradigm ${definition.id} gave ${values.length} predictions where ${expected} are expected`);
}

function parseMeta<T>(id: string, parsed: z.ZodSafeParseResult<T>): T {
  if (parsed.success) return parsed.data;
  throw new Error(`paradigm ${id}: the model does not fit its schema: ${issuesText(parsed.error, 'meta')}`);
}

function importancesOf(id: string, given: ArrayLike<number>, columns: number): Float64Array {
  const importances = Float64Array.from(given);
  if (importances.length !== columns) {
    throw new Error(`paradigm ${id} gave ${importances.length} importances for ${columns} columns`);
  }
  const wrong = importances.findIndex((value) => !(value >= 0 && value < Infinity));
  if (wrong >= 0) throw new Error(`paradigm ${id}: the importance of column ${wrong} is ${importances[wrong]}`);
  const sum = importances.reduce((a, b) => a + b, 0);
  return sum > 0 ? importances.map((value) => value / sum) : importances;
}
