import type { AxisDescription } from '../../contracts/module/axis.js';
import { Unmet, type Check } from '../check/check.js';
import { difference } from '../check/json.js';
import { describeAxis } from './ask.js';
import { axisRules, type AxisCheckOptions } from './options.js';
import { proposalChecks } from './proposals.js';
import { refusalChecks } from './refusals.js';
import { repeatingChecks } from './repeating.js';
import type { AxisUnderTest } from './under-test.js';

/** The requirements for every axis, whatever it searches and in whatever language it is written. */
export function axisChecks(options: AxisCheckOptions = {}): Check<AxisUnderTest>[] {
  const rules = axisRules(options);
  return [
    {
      name: 'describes itself in a version of the contract that this release supports',
      run: async (module) => {
        const asked: AxisDescription[] = [await describeAxis(module), await describeAxis(module)];
        const found = difference(asked[0], asked[1]);
        if (found === null) return;
        throw new Unmet('the same description each time', `it differs in ${found}`, 'Say the same to every search.');
      },
    },
    ...proposalChecks(rules),
    ...repeatingChecks(rules),
    ...refusalChecks(rules),
  ];
}
