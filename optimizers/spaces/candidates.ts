import type { Architecture } from '../../contracts/candidate/architecture.js';
import type { PART_AXES } from '../../contracts/module/axis-name.js';
import { defaultCandidate, withColumns, type Candidate } from '../../contracts/candidate/candidate.js';
import { decodeColumns, encodeColumns } from '../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { UserError } from '../../contracts/errors.js';
import { defaultPoint } from '../../contracts/candidate/space.js';
import type { Random } from '../../random/index.js';
import { usefulColumns } from '../starting-candidates.js';
import { architectureGenetics } from './architectures.js';
import { columnGenetics } from './columns.js';
import type { Genetics } from '../genetic/evolve.js';
import { pointGenetics } from './points.js';
import { crossTransforms, encodeTransforms, transformsMutation } from './transforms.js';

/** Probability that a part of a candidate is mutated; at least one part is. */
const PART = 0.4;
/** Distance of two paradigms, in units of a parameter's range, by each of both coordinates. */
const OTHER_PARADIGM = 0.7;

/** The genetic operators of one part of a candidate; the others are unchanged. */
interface Part {
  /** @param child a copy of `first` so far, whose paradigm it has */
  crossover(child: Candidate, first: Candidate, second: Candidate, random: Random): Candidate;
  mutate(candidate: Candidate, strength: number, random: Random): Candidate;
  /** A random value of the part. */
  sample(candidate: Candidate, random: Random): Candidate;
  encode(candidate: Candidate): number[];
}

/**
 * The genetic operators of whole candidates: those of each part together. Parts that are not searched stay at the
 * paradigm's defaults.
 */
export function candidateGenetics(context: SearchContext): Genetics<Candidate> {
  const { axes } = context;
  const parts = Object.entries(partsOf(context)).flatMap(([axis, part]) => (axes.includes(axis) ? [part] : []));
  if (parts.length === 0) {
    const known = Object.keys(partsOf(context)).join(', ');
    throw new UserError('InvalidInput', `axes: the joint strategy can vary ${known} only, not ${axes.join(', ')}`);
  }
  const useful = usefulColumns(context);
  return {
    crossover: (a, b, random) => {
      const [first, second] = random.chance(0.5) ? [a, b] : [b, a];
      return parts.reduce((child, part) => part.crossover(child, first, second, random), first);
    },
    mutate: (candidate, strength, random) => {
      const chosen = parts.filter(() => random.chance(PART));
      if (chosen.length === 0) chosen.push(random.pick(parts));
      return chosen.reduce((mutant, part) => part.mutate(mutant, strength, random), candidate);
    },
    sample: (random) => {
      const start = defaultCandidate(random.pick(context.paradigms), { features: useful });
      return parts.reduce((sample, part) => part.sample(sample, random), start);
    },
    all: () => null,
    encode: (candidate) => parts.flatMap((part) => part.encode(candidate)),
  };
}

/** In the order of dependence: a paradigm decides the spaces of the parts after it. */
function partsOf(context: SearchContext): Record<(typeof PART_AXES)[number], Part> {
  return {
    paradigm: paradigmPart(context),
    features: featuresPart(context),
    transforms: transformsPart(context),
    architecture: architecturePart(context),
    hyperparameters: hyperparametersPart(context),
  };
}

function paradigmPart({ paradigms }: SearchContext): Part {
  return {
    crossover: (child) => child,
    mutate: (candidate, _strength, random) => {
      const others = paradigms.filter(({ id }) => id !== candidate.paradigm);
      return others.length === 0 ? candidate : defaultCandidate(random.pick(others), { features: candidate.features });
    },
    sample: (candidate) => candidate,
    encode: ({ paradigm }) => paradigms.map(({ id }) => (id === paradigm ? OTHER_PARADIGM : 0)),
  };
}

function featuresPart(context: SearchContext): Part {
  const genetics = columnGenetics(decodeColumns(usefulColumns(context)));
  const columnsOf = ({ features }: Candidate): number[] => decodeColumns(features);
  // Columns by fold belong to the columns that were chosen with them.
  const onColumns = (candidate: Candidate, columns: readonly number[]): Candidate => {
    const features = encodeColumns(columns);
    return features === candidate.features ? candidate : withColumns(candidate, { features });
  };
  return {
    crossover: (child, first, second, random) =>
      onColumns(child, genetics.crossover(columnsOf(first), columnsOf(second), random)),
    mutate: (candidate, strength, random) =>
      onColumns(candidate, genetics.mutate(columnsOf(candidate), strength, random)),
    sample: (candidate, random) => onColumns(candidate, genetics.sample(random)),
    encode: (candidate) => genetics.encode(columnsOf(candidate)),
  };
}

function transformsPart(context: SearchContext): Part {
  const mutation = transformsMutation(context);
  const mutate = (candidate: Candidate, random: Random): Candidate => {
    const { features, transforms } = candidate;
    const paradigm = context.paradigms.find(({ id }) => id === candidate.paradigm)!;
    return { ...candidate, transforms: mutation(paradigm, features, transforms, random) };
  };
  return {
    // Transforms that suit one paradigm may not suit another.
    crossover: (child, first, second, random) =>
      first.paradigm === second.paradigm
        ? { ...child, transforms: crossTransforms(first.transforms, second.transforms, random) }
        : child,
    mutate: (candidate, _strength, random) => mutate(candidate, random),
    sample: (candidate, random) => mutate(candidate, random),
    encode: ({ transforms }) => encodeTransforms(transforms),
  };
}

function hyperparametersPart(context: SearchContext): Part {
  const genetics = new Map(
    context.paradigms.map(({ id, hyperparameters }) => [id, pointGenetics(hyperparameters)] as const),
  );
  return {
    crossover: (child, first, second, random) => {
      if (first.paradigm !== second.paradigm) return child;
      const own = genetics.get(first.paradigm)!;
      return { ...child, hyperparameters: own.crossover(first.hyperparameters, second.hyperparameters, random) };
    },
    mutate: (candidate, strength, random) => {
      const { hyperparameters } = candidate;
      const mutant = genetics.get(candidate.paradigm)!.mutate(hyperparameters, strength, random);
      return { ...candidate, hyperparameters: mutant };
    },
    sample: (candidate, random) => {
      return { ...candidate, hyperparameters: genetics.get(candidate.paradigm)!.sample(random) };
    },
    encode: (candidate) =>
      context.paradigms.flatMap(({ id, hyperparameters }) => {
        const point = id === candidate.paradigm ? candidate.hyperparameters : defaultPoint(hyperparameters);
        return genetics.get(id)!.encode(point);
      }),
  };
}

function architecturePart(context: SearchContext): Part {
  const networks = context.paradigms.flatMap(({ id, architecture }) =>
    architecture ? [{ id, space: architecture, genetics: architectureGenetics(architecture) }] : [],
  );
  const vary = (candidate: Candidate, how: (genetics: Genetics<Architecture>) => Architecture): Candidate => {
    const network = networks.find(({ id }) => id === candidate.paradigm);
    return network && candidate.architecture ? { ...candidate, architecture: how(network.genetics) } : candidate;
  };
  return {
    crossover: (child, first, second, random) =>
      first.paradigm === second.paradigm && first.architecture && second.architecture
        ? vary(child, (genetics) => genetics.crossover(first.architecture!, second.architecture!, random))
        : child,
    mutate: (candidate, strength, random) =>
      vary(candidate, (genetics) => genetics.mutate(candidate.architecture!, strength, random)),
    sample: (candidate, random) => vary(candidate, (genetics) => genetics.sample(random)),
    encode: (candidate) =>
      networks.flatMap(({ id, space, genetics }) =>
        genetics.encode((id === candidate.paradigm && candidate.architecture) || space.default),
      ),
  };
}
