import { z } from 'zod';
import {
  candidateHash,
  candidateSchema,
  columnsOf,
  withColumns,
  type Candidate,
  type CandidateColumns,
} from '../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { canonicalJson, hashText } from '../../contracts/json.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import { completed, type Trial } from '../../contracts/candidate/trial.js';
import type { Random } from '../../random/index.js';
import { collaborationSize } from './collaborator.js';
import type { Genetics } from './evolve.js';
import type { Beginning } from './first-generation.js';
import { breedLineage, growLineage, sameBase, type Lineage, type Measurement } from './lineage.js';
import { lossOf } from './loss.js';
import { bestMeasured } from './population.js';
import type { TriedSet } from './tried-set.js';

const { features, foldFeatures, transforms, hyperparameters, architecture } = candidateSchema.shape;

/** What all candidates of a lineage share: everything except the evolved part, which is null here. */
export const baseSchema = z.strictObject({
  features,
  foldFeatures,
  /** Null for the paradigm's own. */
  transforms: transforms.nullable(),
  hyperparameters: hyperparameters.nullable(),
  architecture,
});
type Base = z.infer<typeof baseSchema>;

/** The population of one paradigm. */
export interface PartLineage<Genome> extends Lineage<Genome, Base> {
  paradigm: string;
}

/** A part of candidates that a genetic algorithm evolves. */
export interface EvolvedPart<Genome> {
  name: 'hyperparameters' | 'architecture';
  /** A candidate's genome; null if it has none, or one outside its paradigm's space. */
  genomeOf(paradigm: ParadigmDescription, candidate: Candidate): Genome | null;
  genetics(paradigm: ParadigmDescription): Genetics<Genome>;
  /** Starting points of a first generation of `count`. */
  beginning(paradigm: ParadigmDescription, count: number, random: Random): Omit<Beginning<Genome>, 'best'>;
}

/**
 * The lineages with the new trials added: one for each paradigm that has the part and a completed trial. The base is
 * the incumbent's for its own paradigm, and that of the best trial for the others.
 */
export function updateLineages<Genome>(
  part: EvolvedPart<Genome>,
  context: SearchContext,
  lineages: readonly PartLineage<Genome>[],
  trials: readonly Trial[],
  incumbent: Trial | null,
): PartLineage<Genome>[] {
  return context.paradigms.flatMap((paradigm) => {
    const earlier = lineages.find((lineage) => lineage.paradigm === paradigm.id) ?? null;
    const lead = incumbent ? measure(part, context, paradigm, incumbent) : [];
    const measured = [...lead, ...trials.flatMap((trial) => measure(part, context, paradigm, trial))];
    if (!earlier && measured.length === 0) return [];
    return [{ paradigm: paradigm.id, ...growLineage(earlier, measured, lead.at(0)?.base ?? null) }];
  });
}

/** The lineage of a collaborator's paradigm on the collaborator's base, with the new trials added; null for none. */
export function updateOther<Genome>(
  part: EvolvedPart<Genome>,
  context: SearchContext,
  earlier: PartLineage<Genome> | null,
  trials: readonly Trial[],
  collaborator: Trial | null,
): PartLineage<Genome> | null {
  const paradigm = context.paradigms.find(({ id }) => id === collaborator?.candidate.paradigm);
  const lead = paradigm && collaborator ? measure(part, context, paradigm, collaborator).at(0) : undefined;
  if (!paradigm || !lead) return null;
  const measured = [lead, ...trials.flatMap((trial) => measure(part, context, paradigm, trial))];
  const same = earlier?.paradigm === paradigm.id && sameBase(earlier, lead) ? earlier : null;
  return { paradigm: paradigm.id, ...growLineage(same, measured, lead.base) };
}

/** A completed trial of this paradigm; else nothing. */
function measure<Genome>(
  part: EvolvedPart<Genome>,
  { metric }: SearchContext,
  paradigm: ParadigmDescription,
  { key, candidate, outcome }: Trial,
): Measurement<Genome, Base>[] {
  const done = completed({ outcome });
  if (!done || candidate.paradigm !== paradigm.id) return [];
  const genome = part.genomeOf(paradigm, candidate);
  return genome === null
    ? []
    : [{ key, base: baseOf(part, paradigm, candidate), genome, loss: lossOf(metric, done.score) }];
}

function baseOf<Genome>(part: EvolvedPart<Genome>, paradigm: ParadigmDescription, candidate: Candidate): Base {
  const { transforms, hyperparameters, architecture } = candidate;
  const own = canonicalJson(transforms) === canonicalJson(paradigm.transforms);
  const base = { ...columnsOf(candidate), transforms: own ? null : transforms, hyperparameters, architecture };
  return { ...base, [part.name]: null };
}

type WithoutPart = { [Part in keyof Candidate]: Candidate[Part] | null };

function candidateOf<Genome>(
  part: EvolvedPart<Genome>,
  paradigm: ParadigmDescription,
  base: Base,
  genome: Genome,
): Candidate {
  const { hyperparameters, architecture } = base;
  const transforms = base.transforms ?? paradigm.transforms;
  const shared: WithoutPart = { ...columnsOf(base), transforms, paradigm: paradigm.id, hyperparameters, architecture };
  return { ...shared, [part.name]: genome } as Candidate;
}

/** Stands for the genome in a text that has nothing like it. */
const MARK = '\0genome\0';

/** `candidateHash` for the candidates of a lineage: their canonical JSON differs only in the genome. */
export function genomeHash<Genome>(
  part: EvolvedPart<Genome>,
  paradigm: ParadigmDescription,
  base: Base,
): (genome: Genome) => string {
  const text = canonicalJson(candidateOf(part, paradigm, base, MARK as Genome));
  const [before, after] = text.split(JSON.stringify(MARK));
  return (genome) => hashText(before + canonicalJson(genome) + after);
}

export interface Breeding<Genome> {
  part: EvolvedPart<Genome>;
  context: SearchContext;
  /** The incumbent's columns; null for none. */
  columns: CandidateColumns | null;
  /** Generations without improvement. */
  stale: number;
  tried: TriedSet;
  random: Random;
}

/**
 * The next candidates of a lineage, at most `count`; fewer only if its space is nearly exhausted. A lineage on other
 * columns than the incumbent's tries its best genome on the incumbent's columns once.
 */
function breedFor<Genome>(
  { part, context, columns, tried, random }: Breeding<Genome>,
  lineage: PartLineage<Genome>,
  count: number,
): Candidate[] {
  const paradigm = context.paradigms.find(({ id }) => id === lineage.paradigm)!;
  const hashOf = genomeHash(part, paradigm, lineage.base);
  const toCandidate = (genome: Genome): Candidate => candidateOf(part, paradigm, lineage.base, genome);
  const best = bestMeasured(lineage.members);
  const elsewhere = best && columns && withColumns(toCandidate(best.genome), columns);
  const ported = elsewhere && count > 0 && !tried.has(candidateHash(elsewhere)) ? [elsewhere] : [];
  const genomes = breedLineage(
    part.genetics(paradigm),
    lineage,
    part.beginning(paradigm, count, random),
    (genome) => tried.has(hashOf(genome)),
    count - ported.length,
    random,
  );
  return [...ported, ...genomes.map(toCandidate)];
}

/** The next generation of a lineage, a part of it for another lineage of the same paradigm where there is one. */
export function breedCandidates<Genome>(
  breeding: Breeding<Genome>,
  lineage: PartLineage<Genome>,
  other: PartLineage<Genome> | null,
  count: number,
): Candidate[] {
  const aside = other?.paradigm === lineage.paradigm ? collaborationSize(count, breeding.stale) : 0;
  return [
    ...breedFor(breeding, lineage, count - aside),
    ...(other && aside > 0 ? breedFor({ ...breeding, columns: null }, other, aside) : []),
  ];
}
