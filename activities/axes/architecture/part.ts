import type { Architecture, ArchitectureSpace } from '../../../contracts/candidate/architecture.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import type { ParadigmDescription } from '../../../contracts/candidate/paradigm.js';
import { architectureGenetics } from '../../../optimizers/spaces/architectures.js';
import type { EvolvedPart } from '../../../optimizers/genetic/part-lineages.js';

/** A paradigm that has architectures. */
export type NetworkParadigm = ParadigmDescription & { architecture: ArchitectureSpace };

export function networkParadigms({ paradigms }: SearchContext): NetworkParadigm[] {
  return paradigms.filter((paradigm): paradigm is NetworkParadigm => paradigm.architecture !== null);
}

/** Layers of a feed-forward network. */
export const ARCHITECTURE: EvolvedPart<Architecture> = {
  name: 'architecture',
  genomeOf: (_paradigm, { architecture }) => architecture,
  genetics: (paradigm) => architectureGenetics((paradigm as NetworkParadigm).architecture),
  beginning: (paradigm, count, random) => {
    const { architecture: space } = paradigm as NetworkParadigm;
    const genetics = architectureGenetics(space);
    return {
      first: space.default,
      sample: Array.from({ length: Math.ceil(count / 2) }, () => genetics.sample(random)),
    };
  },
};
