import { z } from 'zod';
import { candidateSchema, type Candidate } from '../../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import { canonicalJson, type Json } from '../../../contracts/json.js';
import { transformsSchema } from '../../../contracts/candidate/transform.js';
import { trialKeySchema } from '../../../contracts/candidate/trial.js';
import type { Lineage } from '../../../optimizers/genetic/lineage.js';
import type { Progress } from '../../../optimizers/genetic/progress.js';
import { TriedSet } from '../../../optimizers/genetic/tried-set.js';
import { parseState } from '../../../optimizers/parse-state.js';

/** One population of whole candidates, which have no common base. */
export type Population = Lineage<Candidate, null>;

export interface State extends Progress {
  /** Null before the first trial was completed. */
  population: Population | null;
  tried: TriedSet;
}

/** Transforms are omitted if they are the paradigm's defaults. */
const genomeSchema = candidateSchema.extend({ transforms: transformsSchema.nullable() });

export const jointStateSchema = z.strictObject({
  version: z.literal(1),
  best: z.number().nullable(),
  stale: z.int().min(0),
  population: z
    .strictObject({
      generations: z.int().min(0),
      best: z.strictObject({ key: trialKeySchema, loss: z.number() }),
      members: z.array(z.tuple([genomeSchema, z.number()])),
    })
    .nullable(),
  tried: z.string(),
});

/** @throws UserError if it is not a state of this axis. */
export function readState({ paradigms }: SearchContext, json: Json | null): State {
  if (json === null) return { best: null, stale: 0, population: null, tried: new TriedSet('') };
  const { best, stale, population, tried } = parseState('joint', jointStateSchema, json);
  const own = new Map(paradigms.map(({ id, transforms }) => [id, transforms]));
  return {
    best,
    stale,
    tried: new TriedSet(tried),
    population: population && {
      ...population,
      base: null,
      members: population.members.map(([genome, loss]) => ({
        genome: { ...genome, transforms: genome.transforms ?? own.get(genome.paradigm)! },
        loss,
        estimated: false,
      })),
    },
  };
}

/** The state as JSON: at most about 20 KB, more if many columns have overrides. */
export function writeState({ paradigms }: SearchContext, { best, stale, population, tried }: State): Json {
  const own = new Map(paradigms.map(({ id, transforms }) => [id, canonicalJson(transforms)]));
  const short = (genome: Candidate): Json => {
    const isOwn = canonicalJson(genome.transforms) === own.get(genome.paradigm);
    return { ...genome, transforms: isOwn ? null : genome.transforms };
  };
  return {
    version: 1,
    best,
    stale,
    population: population && {
      generations: population.generations,
      best: population.best,
      members: population.members.map(({ genome, loss }) => [short(genome), loss]),
    },
    tried: tried.toString(),
  };
}
