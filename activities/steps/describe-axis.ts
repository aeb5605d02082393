import { AXIS_CONTRACTS, describeAxisRequestSchema, type AxisDescription } from '../../contracts/module/axis.js';
import type { ModuleBuild } from '../../contracts/module/module.js';
import { parseRequest, refusedRequest } from '../runtime/request.js';
import type { Axis } from '../../optimizers/axis.js';

/** The activity `describeAxis`: the descriptions of a worker's axes. */
export function createDescribeAxis(
  axes: readonly Pick<Axis, 'declaration'>[],
  build: ModuleBuild,
): (request: unknown) => Promise<AxisDescription> {
  return (argument) => {
    const { axis: name } = parseRequest('describeAxis', describeAxisRequestSchema, argument);
    const found = axes.find(({ declaration }) => declaration.name === name);
    const names = axes.map(({ declaration }) => declaration.name);
    if (!found) throw refusedRequest(`this worker has no axis ${name}; it has ${names.join(', ')}`);
    return Promise.resolve({ declaration: found.declaration, contracts: AXIS_CONTRACTS, ...build });
  };
}
