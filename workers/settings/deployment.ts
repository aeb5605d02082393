import { UserError } from '../../contracts/errors.js';
import type { AxisSettings } from '../../contracts/search/settings.js';

type Version = NonNullable<AxisSettings['version']>;

/** Name of the worker deployment of an axis or a paradigm. */
export function deploymentName(module: string, { deployment }: Pick<Version, 'deployment'>): string {
  return deployment ?? `coaxial-${module}`;
}

/** A build of a module, in the form of Temporal's Worker Versioning. */
export interface DeploymentVersion {
  deploymentName: string;
  buildId: string;
}

/**
 * The build that this process serves: COAXIAL_BUILD_ID, else from temporal.yaml; null if the module's workers have no
 * version.
 *
 * @throws UserError if it has a version and the build is not given.
 */
export function deploymentVersion(
  module: string,
  version: Version | undefined,
  env: NodeJS.ProcessEnv = process.env,
): DeploymentVersion | null {
  if (!version) return null;
  const buildId = env.COAXIAL_BUILD_ID || version.build;
  if (buildId !== undefined) return { deploymentName: deploymentName(module, version), buildId };
  throw new UserError(
    'InvalidSettings',
    `${module} has a version in temporal.yaml, but no build: set COAXIAL_BUILD_ID, or version.build`,
  );
}

/** The task queue that only one build of a module polls. */
export function pinnedQueue(queue: string, buildId: string): string {
  return `${queue}@${buildId}`;
}
