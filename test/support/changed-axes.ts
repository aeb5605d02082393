import { z } from 'zod';
import { defineAxis } from '../../optimizers/define-axis.js';
import type { Axis } from '../../optimizers/axis.js';
import type { AdvanceInput, AdvanceOutput, AxisDescription } from '../../contracts/module/axis.js';
import { candidateHash, defaultCandidate, type Candidate } from '../../contracts/candidate/candidate.js';
import { deriveSeed } from '../../contracts/json.js';
import { randomPoint } from '../../optimizers/spaces/random-point.js';
import { usefulColumns } from '../../optimizers/starting-candidates.js';
import { createRandom } from '../../random/index.js';
import { axisChecks, axisInProcess, type AxisCheckOptions, type AxisUnderTest } from '../../kit/index.js';

/** Points from anywhere in the spaces of the incumbent's paradigm, until a step brings nothing better. */
export const good = defineAxis({
  name: 'good',
  activity: 'beGood',
  order: 1,
  share: 1,
  state: z.strictObject({ tried: z.array(z.string()), steps: z.int() }),
  first: () => ({ tried: [], steps: 0 }),
  advance: ({ context, state, incumbent, trials, trialsNow, seed }) => {
    const [first] = context.paradigms;
    const base = incumbent?.candidate ?? defaultCandidate(first, { features: usefulColumns(context) });
    const { hyperparameters: space } = context.paradigms.find(({ id }) => id === base.paradigm)!;
    const tried = new Set([...state.tried, ...trials.map(({ candidate }) => candidateHash(candidate))]);
    const random = createRandom(seed);
    const drawn = Array.from({ length: 6 }, () => ({ ...base, hyperparameters: randomPoint(space, random) }));
    const fresh = new Map(drawn.map((candidate) => [candidateHash(candidate), candidate]));
    const candidates = [...fresh].filter(([hash]) => !tried.has(hash)).slice(0, Math.min(4, trialsNow ?? 4));
    const converged = state.steps >= 6 || candidates.length === 0;
    return {
      state: { tried: [...tried, ...candidates.map(([hash]) => hash)], steps: state.steps + 1 },
      candidates: converged ? [] : candidates.map(([, candidate]) => candidate),
      converged,
      note: 'draws',
    };
  },
});

/** The good axis, its outputs changed. */
export const stepping = (
  change: (output: AdvanceOutput, input: AdvanceInput) => Partial<AdvanceOutput>,
): AxisUnderTest =>
  axisInProcess({
    ...good,
    advance: (input) => {
      const output = good.advance(input);
      return { ...output, ...change(output, input) };
    },
  } satisfies Axis);

/** The good axis, its answers changed on their way. */
export const answering = (change: (module: AxisUnderTest) => Partial<AxisUnderTest>): AxisUnderTest => {
  const module = axisInProcess(good);
  return { ...module, ...change(module) };
};
export const describing = (change: object): AxisUnderTest =>
  answering(({ describe }) => ({
    describe: async (request) => ({ ...((await describe(request)) as AxisDescription), ...change }),
  }));

/** Runs the one check whose name begins so. */
export function running(module: AxisUnderTest, name: string, options: AxisCheckOptions = {}): Promise<void> {
  const found = axisChecks(options).filter((check) => check.name.startsWith(name));
  if (found.length === 0) throw new Error(`there is no check ${name}`);
  return found[0].run(module);
}

/** One more candidate of each step. */
export const adding = (more: (input: AdvanceInput, output: AdvanceOutput) => Candidate): AxisUnderTest =>
  stepping((output, input) => (output.converged ? {} : { candidates: [...output.candidates, more(input, output)] }));

export const worse = (input: AdvanceInput): Candidate[] =>
  [1, 2].map((i) => ({
    ...defaultCandidate(input.context.paradigms[0], { features: '1' }),
    hyperparameters: randomPoint(input.context.paradigms[0].hyperparameters, createRandom(deriveSeed(input.step, i))),
  }));
