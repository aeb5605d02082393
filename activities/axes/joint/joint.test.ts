import { describe, expect, it } from '@jest/globals';
import { defaultCandidate } from '../../../contracts/candidate/candidate.js';
import { decodeColumns } from '../../../contracts/candidate/column-set.js';
import { canonicalJson } from '../../../contracts/json.js';
import { completed } from '../../../contracts/candidate/trial.js';
import { candidateGenetics } from '../../../optimizers/spaces/candidates.js';
import { createRandom } from '../../../random/index.js';
import {
  axisSuite,
  defaultCandidates,
  exampleContext,
  fakeObjective,
  isSignal,
  simulate,
} from '../../../test/contract/axis-suite.js';
import { jointAxis } from './index.js';

const context = exampleContext({ columns: 12 });

describe('the axis of whole candidates', () => {
  axisSuite(jointAxis, { maxState: 64 * 1024 });

  it('tries the paradigms at their defaults first', () => {
    const { outputs } = simulate(jointAxis, context, fakeObjective, { maxSteps: 1 });
    expect(outputs[0].candidates).toEqual(defaultCandidates(context));
  });

  it('improves all parts together', () => {
    const { trials, best } = simulate(jointAxis, context, fakeObjective, { maxTrials: 200 });
    const scores = trials.slice(0, 3).map((trial) => completed(trial)!.score);
    expect(completed(best!)!.score).toBeLessThan(Math.min(...scores) - 0.02);
    const kept = decodeColumns(best!.candidate.features);
    expect(kept.filter(isSignal).length / kept.length).toBeGreaterThan(0.5);
    const changed = new Set(trials.slice(3).map(({ candidate }) => candidate.features));
    expect(changed.size).toBeGreaterThan(20);
  });

  it('never puts the columns by fold of one candidate beside the columns of another', () => {
    const pairs = ['0-5', '2-7', '1,3'].map((features, i) => ({
      features,
      foldFeatures: Array(5).fill(`${i}-${i + 3}`) as string[],
    }));
    const parents = pairs.map((columns, i) => defaultCandidate(context.paradigms[i % 2], columns));
    const known = new Set(pairs.map((pair) => canonicalJson(pair)));
    const genetics = candidateGenetics(context);
    const random = createRandom(4);
    let kept = 0;
    for (let i = 0; i < 400; i++) {
      const [a, b] = [random.pick(parents), random.pick(parents)];
      const children = [
        genetics.crossover(a, b, random),
        genetics.mutate(genetics.crossover(a, b, random), 0.3, random),
        genetics.sample(random),
      ];
      for (const child of children) {
        if (!child.foldFeatures) continue;
        kept++;
        expect(known).toContain(canonicalJson({ features: child.features, foldFeatures: child.foldFeatures }));
      }
    }
    expect(kept).toBeGreaterThan(50);
  });

  it('leaves alone what is not searched', () => {
    const narrow = { ...context, axes: ['hyperparameters', 'paradigm'] };
    const { trials } = simulate(jointAxis, narrow, fakeObjective, { maxTrials: 60 });
    const [first] = defaultCandidates(context);
    expect(new Set(trials.map(({ candidate }) => candidate.features))).toEqual(new Set([first.features]));
    const own = new Map(context.paradigms.map(({ id, transforms }) => [id, transforms]));
    for (const { candidate } of trials) expect(candidate.transforms).toEqual(own.get(candidate.paradigm));
    expect(new Set(trials.map(({ candidate }) => candidate.paradigm)).size).toBe(3);
  });
});
