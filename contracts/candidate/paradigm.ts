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

/** The description of a paradigm for one problem, as data: all that axes know about it. */
export const paradigmDescriptionSchema = z.strictObject({
  id: paradigmIdSchema,
  /** Raise it when the same hyperparameters and seed would give another model. */
  version: z.int().min(1),
  hyperparameters: searchSpaceSchema,
  /** Null for paradigms without an architecture. */
  architecture: architectureSpaceSchema.nullable(),
  /** The default transforms, used where none were searched. */
  transforms: transformsSchema,
  /** Whether it takes missing values (NaN); if not, they are imputed. */
  takesMissing: z.boolean(),
  /**
   * Estimated cost of one fit at the defaults, in floating-point operations, to order trials by cost without a clock.
   */
  defaultWork: z.number().min(0),
  /**
   * If it is served on its own task queue (contracts/module/fit-predict.ts): the numeric library that trains it, a part
   * of trial keys. Absent for paradigms that trial workers train.
   */
  served: z.strictObject({ backend: z.string() }).optional(),
});
export type ParadigmDescription = z.infer<typeof paradigmDescriptionSchema>;
