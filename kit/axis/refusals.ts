import { AXIS_CONTRACT, AXIS_CONTRACTS, type AdvanceInput } from '../../contracts/module/axis.js';
import type { Json } from '../../contracts/json.js';
import type { Check } from '../check/check.js';
import { failed, refused } from '../check/refusing.js';
import { requestOf } from './ask.js';
import { fakeObjective } from './objectives.js';
import type { AxisRules } from './options.js';
import { USUAL } from './problems.js';
import { simulated } from './proposals.js';
import type { AxisUnderTest } from './under-test.js';

/** What an axis must refuse. */
export function refusalChecks(rules: AxisRules): Check<AxisUnderTest>[] {
  return [
    {
      name: 'refuses to describe another axis, and invalid requests',
      run: async (module) => {
        const contracts = AXIS_CONTRACTS;
        await refused('a request for another axis', () => module.describe({ axis: 'no-such-axis', contracts }));
        await refused('a request without an axis', () => module.describe({ contracts }));
      },
    },
    {
      name: 'refuses another version of the contract',
      run: async (module) => {
        const request = await requestOf(module, await firstInput(module, rules));
        const contract = AXIS_CONTRACT + 1000;
        await refused(`version ${contract} of the contract`, () => module.advance({ ...request, contract }));
      },
    },
    { name: 'refuses invalid requests', run: refusesMalformed(rules) },
    {
      name: 'fails where the store does not have its input',
      run: async (module) => {
        const request = await requestOf(module, await firstInput(module, rules));
        const ref = `sha256:${'0'.repeat(64)}`;
        await failed('an input that is not in the store', () => module.advance({ ...request, trials: { ref } }));
      },
    },
    { name: "refuses another axis's state, where it keeps one", run: refusesStates(rules) },
  ];
}

async function firstInput(module: AxisUnderTest, rules: AxisRules): Promise<AdvanceInput> {
  const inputs: AdvanceInput[] = [];
  const onInput = (input: AdvanceInput): number => inputs.push(input);
  const one = { ...rules, maxSteps: 1 };
  await simulated(module, { context: USUAL, objective: fakeObjective, after: 'defaults', onInput }, one);
  return inputs[0];
}

const refusesMalformed = (rules: AxisRules) => async (module: AxisUnderTest) => {
  const input = await firstInput(module, rules);
  const request = await requestOf(module, input);
  const { seed: _, ...seedless } = request;
  const { trials: __, ...empty } = request;
  const columnless = { ...input.context, columns: [] };
  const malformed: [string, unknown][] = [
    ['nothing at all', null],
    ['a text', 'advance'],
    ['a request without trials', empty],
    ['a request without a seed', seedless],
    ['a request whose trials are no list', { ...request, trials: { inline: { ...input, trials: {} } } }],
    ['a request whose context has no columns', { ...request, context: { inline: columnless } }],
  ];
  for (const [what, argument] of malformed) await refused(what, () => module.advance(argument));
};

/** An axis that checks its state refuses these. */
const STRANGE_STATES: readonly Json[] = [{ ofAnotherAxis: [1, 2, 3] }, 'text', -1];

const refusesStates = (rules: AxisRules) => async (module: AxisUnderTest) => {
  const inputs: AdvanceInput[] = [];
  const of = { context: USUAL, objective: fakeObjective, after: 'defaults' } as const;
  const { outputs } = await simulated(
    module,
    { ...of, onInput: (input) => inputs.push(input) },
    { ...rules, maxSteps: 2 },
  );
  if (outputs.every(({ state }) => state === null)) return;
  const input = inputs[inputs.length - 1];
  for (const state of STRANGE_STATES) {
    const request = await requestOf(module, { ...input, state });
    await refused(`the state ${JSON.stringify(state)}`, () => module.advance(request));
  }
};
