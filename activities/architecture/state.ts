import { z } from 'zod';
import { activationSchema, type Architecture } from '../../contracts/architecture.js';
import { candidateSchema } from '../../contracts/candidate.js';
import type { Json } from '../../contracts/json.js';
import { paradigmIdSchema } from '../../contracts/paradigm.js';
import { pointSchema } from '../../contracts/space.js';
import { transformsSchema } from '../../contracts/transform.js';
import { trialKeySchema } from '../../contracts/trial.js';
import type { Lineage } from '../../optimizers/genetic/lineage.js';
import type { Progress } from '../../optimizers/genetic/progress.js';
import { TriedSet } from '../../optimizers/genetic/tried.js';

const { features, foldFeatures } = candidateSchema.shape;

/** What the candidates of a lineage share: all but their architecture. */
const baseSchema = z.strictObject({
  features,
  foldFeatures,
  /** Null for the paradigm's own. */
  transforms: transformsSchema.nullable(),
  hyperparameters: pointSchema,
});
export type Base = z.infer<typeof baseSchema>;

/** The population of one paradigm. */
export interface NetworkLineage extends Lineage<Architecture, Base> {
  paradigm: string;
}

export interface State extends Progress {
  lineages: readonly NetworkLineage[];
  tried: TriedSet;
}

/** Units, activation, batch norm, dropout, skip. */
const layerSchema = z.tuple([z.int(), activationSchema, z.boolean(), z.number(), z.boolean()]);

const stateSchema = z.strictObject({
  version: z.literal(1),
  best: z.number().nullable(),
  stale: z.int().min(0),
  lineages: z.array(
    z.strictObject({
      paradigm: paradigmIdSchema,
      base: baseSchema,
      generations: z.int().min(0),
      best: z.strictObject({ key: trialKeySchema, loss: z.number() }),
      /** The layers, the loss, whether it is an estimate. */
      members: z.array(z.tuple([z.array(layerSchema), z.number(), z.boolean()])),
    }),
  ),
  tried: z.string(),
});

/** @throws Error where it is no state of this axis. */
export function readState(json: Json | null): State {
  if (json === null) return { best: null, stale: 0, lineages: [], tried: new TriedSet('') };
  const { best, stale, lineages, tried } = stateSchema.parse(json);
  return {
    best,
    stale,
    tried: new TriedSet(tried),
    lineages: lineages.map((lineage) => ({
      ...lineage,
      members: lineage.members.map(([layers, loss, estimated]) => ({ genome: networkOf(layers), loss, estimated })),
    })),
  };
}

/** The state as short JSON: about 6 KB where it is largest. */
export function writeState({ best, stale, lineages, tried }: State): Json {
  return {
    version: 1,
    best,
    stale,
    lineages: lineages.map((lineage) => ({
      ...lineage,
      members: lineage.members.map(({ genome, loss, estimated }) => [layersOf(genome), loss, estimated]),
    })),
    tried: tried.toString(),
  };
}

function networkOf(layers: readonly z.infer<typeof layerSchema>[]): Architecture {
  return {
    layers: layers.map(([units, activation, batchNorm, dropout, skip]) => {
      return { units, activation, batchNorm, dropout, skip };
    }),
  };
}

function layersOf({ layers }: Architecture): Json {
  return layers.map(({ units, activation, batchNorm, dropout, skip }) => [units, activation, batchNorm, dropout, skip]);
}
