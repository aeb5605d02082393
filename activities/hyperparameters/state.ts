import { z } from 'zod';
import { architectureSchema } from '../../contracts/architecture.js';
import { columnSetSchema } from '../../contracts/column-set.js';
import type { Json } from '../../contracts/json.js';
import { paradigmIdSchema } from '../../contracts/paradigm.js';
import { parameterValueSchema } from '../../contracts/space.js';
import { transformsSchema } from '../../contracts/transform.js';
import { trialKeySchema } from '../../contracts/trial.js';

/** What the candidates of a lineage share: all but their hyperparameters. */
export const baseSchema = z.strictObject({
  features: columnSetSchema,
  /** Null for the paradigm's own. */
  transforms: transformsSchema.nullable(),
  architecture: architectureSchema.nullable(),
});
export type Base = z.infer<typeof baseSchema>;

/** The population of one paradigm. */
export const lineageSchema = z.strictObject({
  paradigm: paradigmIdSchema,
  base: baseSchema,
  /** Generations bred. */
  generations: z.int().min(0),
  /** Key and loss of the best trial on this base. */
  best: z.strictObject({ key: trialKeySchema, loss: z.number() }),
  /** Members: the space's values in order (null where inactive), the loss, whether it is an estimate. */
  members: z.array(z.tuple([z.array(parameterValueSchema.nullable()), z.number(), z.boolean()])),
});
export type Lineage = z.infer<typeof lineageSchema>;

const stateSchema = z.strictObject({
  version: z.literal(1),
  /** Generations proposed. */
  generation: z.int().min(0),
  /** The best loss at the last improvement beyond noise; null before the first generation. */
  best: z.number().nullable(),
  /** Generations since then. */
  stale: z.int().min(0),
  lineages: z.array(lineageSchema),
  /** A TriedSet's text. */
  tried: z.string(),
});
export type State = z.infer<typeof stateSchema>;

export const FRESH: State = { version: 1, generation: 0, best: null, stale: 0, lineages: [], tried: '' };

/** @throws Error where it is no state of this axis. */
export function readState(json: Json | null): State {
  return json === null ? FRESH : stateSchema.parse(json);
}
