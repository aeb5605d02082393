import { AXIS_CONTRACTS, describeAxisRequestSchema, type AxisDescription } from '../../contracts/module/axis.js';
import type { ModuleBuild } from '../../contracts/module/module.js';
import { parseRequest, refusedRequest } from '../runtime/request.js';
import type { Axis } from '../../optimizers/axis.js';

/** An axis that a worker serves. */
export interface ServedAxis {
  axis: Axis;
  input: AxisDescription['input'];
}

/** The activity `describeAxis`: the descriptions of a worker's axes. */
export function createDescribeAxis(
  served: readonly ServedAxis[],
  build: ModuleBuild,
): (request: unknown) => Promise<AxisDescription> {
  const names = served.map(({ axis }) => axis.declaration.name);
  return (argument) => {
    const { axis: name } = parseRequest('describeAxis', describeAxisRequestSchema, argument);
    const found = served.find(({ axis }) => axis.declaration.name === name);
    if (!found) throw refusedRequest(`this worker has no axis ${name}; it has ${names.join(', ')}`);
    const { axis, input } = found;
    return Promise.resolve({ declaration: axis.declaration, contracts: AXIS_CONTRACTS, input, ...build });
  };
}
