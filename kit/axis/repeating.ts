import type { AdvanceInput, AdvanceOutput } from '../../contracts/module/axis.js';
import { cancelled } from '../check/cancelling.js';
import { Unmet, type Check } from '../check/check.js';
import { difference, keysReversed } from '../check/json.js';
import { advance, answered, requestOf } from './ask.js';
import { fakeObjective } from './objectives.js';
import type { AxisRules } from './options.js';
import { PROBLEMS, USUAL } from './problems.js';
import { simulated } from './proposals.js';
import type { AxisUnderTest } from './under-test.js';

/** Checks that an axis is a pure function of its input, in any process and after any other calls. */
export function repeatingChecks(rules: AxisRules): Check<AxisUnderTest>[] {
  return [
    {
      name: 'answers the same for the same input and seed, whatever it was asked between',
      run: async (module) => {
        const steps = await record(module, rules);
        // Backwards, so that no step can use what the previous step of the search left behind.
        for (const { input, output } of steps.toReversed()) {
          compare(output, await advance(module, input, rules), input.step, PURE);
        }
      },
    },
    ...(rules.restarts ? [afterRestart(rules)] : []),
    {
      name: 'continues from its state as JSON, with keys in any order',
      run: async (module) => {
        for (const { input, output } of await record(module, rules)) {
          compare(output, await advance(module, keysReversed(input), rules), input.step, ORDER);
        }
      },
    },
    {
      name: 'reads an input from the store as it does from a payload',
      run: async (module) => {
        const [{ input, output }] = await record(module, rules);
        const request = await requestOf(module, input, async (document) => ({
          ref: await module.artifacts.put(JSON.stringify(document)),
        }));
        const again = await answered(module, request, input, rules);
        compare(output, again, input.step, 'Read a document from the store where it is a ref.');
      },
    },
    { name: 'ends a step once it is cancelled, and answers the next one correctly', run: endsOnceCancelled(rules) },
  ];
}

function afterRestart(rules: AxisRules): Check<AxisUnderTest> {
  return {
    name: 'answers the same after a restart of its process',
    run: async (module) => {
      const steps = await record(module, rules);
      await module.restart!();
      for (const { input, output } of steps) compare(output, await advance(module, input, rules), input.step, PURE);
    },
  };
}

const PURE = "Draw all random numbers from the input's seed; read no clock, and keep nothing outside the state.";
const ORDER = 'Look at no order of keys: JSON objects have none.';

interface Step {
  input: AdvanceInput;
  output: AdvanceOutput;
}

/** Steps that are called again. */
const RECORDED = 5;

/** The first steps of a search. */
async function record(module: AxisUnderTest, rules: AxisRules): Promise<Step[]> {
  const inputs: AdvanceInput[] = [];
  const of = { context: USUAL, objective: fakeObjective, after: 'defaults' } as const;
  const few = { ...rules, maxSteps: Math.min(RECORDED, rules.maxSteps) };
  const { outputs } = await simulated(module, { ...of, onInput: (input) => inputs.push(input) }, few);
  return outputs.map((output, i) => ({ input: inputs[i], output }));
}

function compare(first: AdvanceOutput, again: AdvanceOutput, step: number, todo: string): void {
  const found = difference(first, again);
  if (found === null) return;
  throw new Unmet(`the same answer to the same input at step ${step}`, `it differs in ${found}`, todo);
}

const endsOnceCancelled = (rules: AxisRules) => async (module: AxisUnderTest) => {
  const [{ input, output }] = await record(module, rules);
  const { context } = PROBLEMS[PROBLEMS.length - 1];
  const large = await requestOf(module, { ...input, context, incumbent: null, elite: [], trials: [], state: null });
  await cancelled((signal) => module.advance(large, signal), rules.cancelSeconds);
  const todo = 'Keep nothing of a step that was cancelled.';
  compare(output, await advance(module, input, rules), input.step, todo);
};
