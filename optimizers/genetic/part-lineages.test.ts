import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { candidateHash, defaultCandidate } from '../../contracts/candidate/candidate.js';
import { exampleContext } from '../../kit/axis/example-context.js';
import { genomeHash, type EvolvedPart } from './part-lineages.js';

test("a genome's hash is that of its candidate", () => {
  const [paradigm] = exampleContext().paradigms;
  const candidate = defaultCandidate(paradigm, { features: '0-3', foldFeatures: ['0', '1-2'] });
  const part = { name: 'hyperparameters' } as EvolvedPart<Record<string, string | number>>;
  const values = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer()));
  fc.assert(
    fc.property(values, fc.boolean(), (genome, own) => {
      const base = { ...candidate, transforms: own ? null : candidate.transforms, hyperparameters: null };
      const hash = genomeHash(part, paradigm, base)(genome);
      expect(hash).toBe(candidateHash({ ...candidate, hyperparameters: genome }));
    }),
  );
});
