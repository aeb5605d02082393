import { z } from 'zod';
import type { SearchContext } from '../../../contracts/module/context.js';
import type { Json } from '../../../contracts/json.js';
import { paradigmIdSchema } from '../../../contracts/candidate/paradigm.js';
import { parameterValueSchema, type Point, type SearchSpace } from '../../../contracts/candidate/space.js';
import { trialKeySchema } from '../../../contracts/candidate/trial.js';
import { armSchema, freshArms, type Arm } from '../../../optimizers/bandit/improvement.js';
import { baseSchema, type PartLineage } from '../../../optimizers/genetic/part-lineages.js';
import type { Progress } from '../../../optimizers/genetic/progress.js';
import { TriedSet } from '../../../optimizers/genetic/tried-set.js';
import { parseState } from '../../../optimizers/parse-state.js';

/** The population of one paradigm. */
export type ParadigmLineage = PartLineage<Point>;

export interface State extends Progress {
  /** Generations proposed. */
  generation: number;
  /** One for each paradigm. */
  lineages: readonly ParadigmLineage[];
  /** Another one of the incumbent's paradigm, on columns that differ from the incumbent's; null for none. */
  other: ParadigmLineage | null;
  /** How many of the trials each paradigm should get. */
  arms: readonly Arm[];
  tried: TriedSet;
}

const lineageSchema = z.strictObject({
  paradigm: paradigmIdSchema,
  base: baseSchema,
  generations: z.int().min(0),
  best: z.strictObject({ key: trialKeySchema, loss: z.number() }),
  /** The space's values in order (null where inactive), the loss, whether it is an estimate. */
  members: z.array(z.tuple([z.array(parameterValueSchema.nullable()), z.number(), z.boolean()])),
});

export const hyperparametersStateSchema = z.strictObject({
  version: z.literal(1),
  generation: z.int().min(0),
  best: z.number().nullable(),
  stale: z.int().min(0),
  lineages: z.array(lineageSchema),
  other: lineageSchema.nullable(),
  arms: z.array(armSchema),
  tried: z.string(),
});

/** @throws UserError if it is not a state of this axis. */
export function readState(context: SearchContext, json: Json | null): State {
  const { paradigms } = context;
  const arms = freshArms(context);
  if (json === null)
    return { generation: 0, best: null, stale: 0, lineages: [], other: null, arms, tried: new TriedSet('') };
  const {
    generation,
    best,
    stale,
    lineages,
    other,
    arms: known,
    tried,
  } = parseState('hyperparameters', hyperparametersStateSchema, json);
  return {
    generation,
    best,
    stale,
    arms: known,
    tried: new TriedSet(tried),
    lineages: lineages.map((lineage) => readLineage(paradigms, lineage)),
    other: other && readLineage(paradigms, other),
  };
}

function readLineage(paradigms: SearchContext['paradigms'], lineage: z.infer<typeof lineageSchema>): ParadigmLineage {
  const { hyperparameters } = paradigms.find(({ id }) => id === lineage.paradigm)!;
  const members = lineage.members.map(([values, loss, estimated]) => {
    return { genome: pointOf(hyperparameters, values), loss, estimated };
  });
  return { ...lineage, members };
}

/** The state as short JSON: at most about 6 KB. */
export function writeState({ paradigms }: SearchContext, state: State): Json {
  return {
    version: 1,
    generation: state.generation,
    best: state.best,
    stale: state.stale,
    arms: [...state.arms],
    lineages: state.lineages.map((lineage) => writeLineage(paradigms, lineage)),
    other: state.other && writeLineage(paradigms, state.other),
    tried: state.tried.toString(),
  };
}

function writeLineage(paradigms: SearchContext['paradigms'], lineage: ParadigmLineage): Json {
  const { hyperparameters } = paradigms.find(({ id }) => id === lineage.paradigm)!;
  const members = lineage.members.map(({ genome, loss, estimated }) => [
    hyperparameters.map(({ name }) => genome[name] ?? null),
    loss,
    estimated,
  ]);
  return { ...lineage, members };
}

function pointOf(space: SearchSpace, values: readonly (Point[string] | null)[]): Point {
  const point: Point = {};
  values.forEach((value, i) => {
    if (value !== null) point[space[i].name] = value;
  });
  return point;
}
