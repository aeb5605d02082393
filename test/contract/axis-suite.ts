import { it } from '@jest/globals';
import type { Axis } from '../../optimizers/axis.js';
import { axisChecks, axisInProcess, type AxisCheckOptions } from '../../kit/index.js';

export { EXAMPLE_PARADIGMS, exampleContext, type ExampleOptions } from '../../kit/axis/example-context.js';
export * from '../../kit/axis/objectives.js';
export { defaultCandidates } from '../../kit/axis/problems.js';
export { simulate, type SimulateOptions, type Simulation } from '../../kit/axis/simulate.js';

/** The contract's checks, and what axes of this release owe beside: an end on any of the kit's problems. */
export function axisSuite(axis: Axis, options: AxisCheckOptions = {}): void {
  const module = axisInProcess(axis);
  for (const { name, run } of axisChecks({ converges: true, ...options })) it(name, () => run(module));
}
