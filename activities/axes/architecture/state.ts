import { z } from 'zod';
import { activationSchema, type Architecture } from '../../../contracts/candidate/architecture.js';
import type { Json } from '../../../contracts/json.js';
import { paradigmIdSchema } from '../../../contracts/candidate/paradigm.js';
import { trialKeySchema } from '../../../contracts/candidate/trial.js';
import { baseSchema, type PartLineage } from '../../../optimizers/genetic/part-lineages.js';
import type { Progress } from '../../../optimizers/genetic/progress.js';
import { TriedSet } from '../../../optimizers/genetic/tried-set.js';
import { parseState } from '../../../optimizers/parse-state.js';

/** The population of one paradigm. */
export type NetworkLineage = PartLineage<Architecture>;

export interface State extends Progress {
  /** One for each paradigm. */
  lineages: readonly NetworkLineage[];
  /** Another one of the incumbent's paradigm, on columns that differ from the incumbent's; null for none. */
  other: NetworkLineage | null;
  tried: TriedSet;
}

/** Units, activation, batch norm, dropout, skip. */
const layerSchema = z.tuple([z.int(), activationSchema, z.boolean(), z.number(), z.boolean()]);

const lineageSchema = z.strictObject({
  paradigm: paradigmIdSchema,
  base: baseSchema,
  generations: z.int().min(0),
  best: z.strictObject({ key: trialKeySchema, loss: z.number() }),
  /** The layers, the loss, whether it is an estimate. */
  members: z.array(z.tuple([z.array(layerSchema), z.number(), z.boolean()])),
});

export const architectureStateSchema = z.strictObject({
  version: z.literal(1),
  best: z.number().nullable(),
  stale: z.int().min(0),
  lineages: z.array(lineageSchema),
  other: lineageSchema.nullable(),
  tried: z.string(),
});

/** @throws UserError if it is not a state of this axis. */
export function readState(json: Json | null): State {
  if (json === null) return { best: null, stale: 0, lineages: [], other: null, tried: new TriedSet('') };
  const { best, stale, lineages, other, tried } = parseState('architecture', architectureStateSchema, json);
  return {
    best,
    stale,
    tried: new TriedSet(tried),
    lineages: lineages.map(readLineage),
    other: other && readLineage(other),
  };
}

function readLineage(lineage: z.infer<typeof lineageSchema>): NetworkLineage {
  const members = lineage.members.map(([layers, loss, estimated]) => ({ genome: networkOf(layers), loss, estimated }));
  return { ...lineage, members };
}

/** The state as short JSON: at most about 8 KB. */
export function writeState({ best, stale, lineages, other, tried }: State): Json {
  return {
    version: 1,
    best,
    stale,
    lineages: lineages.map(writeLineage),
    other: other && writeLineage(other),
    tried: tried.toString(),
  };
}

function writeLineage(lineage: NetworkLineage): Json {
  const members = lineage.members.map(({ genome, loss, estimated }) => [layersOf(genome), loss, estimated]);
  return { ...lineage, members };
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
