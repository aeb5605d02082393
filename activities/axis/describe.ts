import { ApplicationFailure } from '@temporalio/activity';
import { AXIS_CONTRACTS, describeAxisRequestSchema, type AxisDescription } from '../../contracts/axis.js';
import type { ModuleBuild } from '../../contracts/module.js';
import type { Axis } from './axis.js';

/** An axis that a worker serves. */
export interface ServedAxis {
  axis: Axis;
  input: AxisDescription['input'];
}

/** The activity `describeAxis`: what the axes of a worker say of themselves. */
export function createDescribeAxis(
  served: readonly ServedAxis[],
  build: ModuleBuild,
): (request: unknown) => Promise<AxisDescription> {
  const names = served.map(({ axis }) => axis.declaration.name);
  return (argument) => {
    const request = describeAxisRequestSchema.safeParse(argument);
    if (!request.success) throw refusal(`describeAxis: ${request.error.issues[0].message}`);
    const found = served.find(({ axis }) => axis.declaration.name === request.data.axis);
    if (!found) throw refusal(`this worker has no axis ${request.data.axis}; it has ${names.join(', ')}`);
    const { axis, input } = found;
    return Promise.resolve({ declaration: axis.declaration, contracts: AXIS_CONTRACTS, input, ...build });
  };
}

function refusal(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'InvalidRequest');
}
