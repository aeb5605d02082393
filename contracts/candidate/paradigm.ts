import { z } from 'zod';
import { architectureSpaceSchema } from './architecture.js';
import { searchSpaceSchema } from './space.js';
import { transformsSchema } from './transform.js';

/** The paradigms that come with Coaxial; a team may serve others under other names. */
export const BUILT_IN_PARADIGMS = [
  'naive-bayes',
  'linear',
  'nearest-neighbours',
  'tree',
  'random-forest',
  'extra-trees',
  'boosting',
  'neural-network',
] as const;

export const paradigmIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'a paradigm is named in lower case with dashes');
export type ParadigmId = z.infer<typeof paradigmIdSchema>;

/** What a paradigm says of itself for one problem, as data: all that axes know of it. */
export const paradigmDescriptionSchema = z.strictObject({
  id: paradigmIdSchema,
  /** Raise it when the same hyperparameters and seed would give another model. */
  version: z.int().min(1),
  hyperparameters: searchSpaceSchema,
  /** Null for paradigms without an architecture. */
  architecture: architectureSpaceSchema.nullable(),
  /** The transforms that suit it where none were searched. */
  transforms: transformsSchema,
  /** Whether it takes missing values (NaN); where not, they are imputed for it. */
  takesMissing: z.boolean(),
  /** Modelled cost of one fit at the defaults, in operations, to order trials by price without a clock. */
  defaultWork: z.number().min(0),
  /**
   * Where it is served behind a queue of its own (contracts/module/fit-predict.ts): the numeric library that trains it there, a
   * part of trial keys. Absent for paradigms that trial workers train themselves.
   */
  served: z.strictObject({ backend: z.string() }).optional(),
});
export type ParadigmDescription = z.infer<typeof paradigmDescriptionSchema>;
