/**
 * The requirements for axes and paradigms, as checks that any program can run against any module; see kit/README.md.
 *
 * @module coaxial/kit
 */

export { MemoryArtifacts, type Artifacts } from './check/artifacts.js';
export { Refused, runChecks, Unmet, type Check, type CheckResult } from './check/check.js';
export { axisChecks } from './axis/checks.js';
export type { AxisCheckOptions } from './axis/options.js';
export { exampleContext, EXAMPLE_PARADIGMS, type ExampleOptions } from './axis/example-context.js';
export { fakeObjective, failingObjective, outcomeOf, type Objective } from './axis/objectives.js';
export { defaultCandidates } from './axis/problems.js';
export { simulate, type SimulateOptions, type Simulation } from './axis/simulate.js';
export { axisInProcess, type AxisUnderTest } from './axis/under-test.js';
export { paradigmChecks } from './paradigm/checks.js';
export { matrixOf } from './paradigm/matrix.js';
export type { ParadigmCheckOptions } from './paradigm/options.js';
export { paradigmInProcess, type ParadigmUnderTest } from './paradigm/under-test.js';
