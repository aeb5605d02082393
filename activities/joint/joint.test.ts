import { describe, expect, it } from '@jest/globals';
import { decodeColumns } from '../../contracts/column-set.js';
import { completed } from '../../contracts/trial.js';
import {
  axisSuite,
  defaultCandidates,
  exampleContext,
  fakeObjective,
  isSignal,
  simulate,
} from '../../test/contract/axis-suite.js';
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
