import { describe, expect, it } from '@jest/globals';
import type { Candidate } from '../../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import { completed, type Outcome } from '../../../contracts/candidate/trial.js';
import {
  axisSuite,
  defaultCandidates,
  EXAMPLE_PARADIGMS,
  exampleContext,
  fakeObjective,
  outcomeOf,
  simulate,
} from '../../../test/contract/axis-suite.js';
import { architectureAxis } from './index.js';

const [naiveBayes, boosting, network] = EXAMPLE_PARADIGMS;
const context = exampleContext({ columns: 6 });
const prior = defaultCandidates(context);

/** Boosting at a loss of 0.4, whatever its hyperparameters; every network so much worse. */
const behind =
  (gap: number) =>
  (candidate: Candidate, of: SearchContext): Outcome =>
    outcomeOf(candidate.paradigm === 'boosting' ? 0.4 : 0.4 + gap, candidate, of);

describe('the axis of architectures', () => {
  axisSuite(architectureAxis, { maxState: 8 * 1024 });

  it('ends at once where no paradigm has an architecture', () => {
    const without = exampleContext({ paradigms: [naiveBayes, boosting] });
    const { outputs } = simulate(architectureAxis, without, fakeObjective, { prior: defaultCandidates(without) });
    expect(outputs).toMatchObject([
      { converged: true, candidates: [], note: 'no paradigm of this search has an architecture' },
    ]);
  });

  it('tries a network first where none was trained', () => {
    const { outputs } = simulate(architectureAxis, context, fakeObjective, { prior: prior.slice(0, 2) });
    expect(outputs[0].candidates).toEqual(prior.slice(2));
    expect(outputs[0].note).toBe('no network was trained yet: trains one at its defaults');
  });

  it('trains no more networks where they lie far behind the incumbent', () => {
    const { outputs } = simulate(architectureAxis, context, behind(0.1), { prior });
    expect(outputs).toMatchObject([{ converged: true, candidates: [] }]);
    expect(outputs[0].note).toMatch(/^far behind the incumbent, boosting: best log-loss 0\.\d+ \(neural-network\)$/);
  });

  it('gives networks that lie a little behind one small generation', () => {
    const { outputs } = simulate(architectureAxis, context, behind(0.025), { prior });
    expect(outputs.map(({ candidates }) => candidates.length)).toEqual([4, 0]);
  });

  it('improves a network that leads', () => {
    const networks = exampleContext({ columns: 6, paradigms: [network] });
    const start = defaultCandidates(networks);
    const { best } = simulate(architectureAxis, networks, fakeObjective, { prior: start, maxTrials: 40 });
    const loss = (outcome: Outcome): number => completed({ outcome })!.score;
    expect(loss(best!.outcome)).toBeLessThan(loss(fakeObjective(start[0], networks)) - 0.03);
    expect(best!.candidate.architecture).not.toEqual(start[0].architecture);
  });
});
