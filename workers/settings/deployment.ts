import { UserError } from '../../contracts/errors.js';
import type { AxisSettings } from '../../contracts/search/settings.js';

type Version = NonNullable<AxisSettings['version']>;

/** Name of the worker deployment of an axis or a paradigm. */
export function deploymentName(module: string, { deployment }: Pick<Version, 'deployment'>): string {
  return deployment ?? `coaxial-${module}`;
}

/** A build of a module, as Temporal's Worker Versioning names it. */
export interface DeploymentVersion {
  deploymentName: string;
  buildId: string;
}

/**
 * The build that this process serves: by COAXIAL_BUILD_ID, else by temporal.yaml; null where the module's workers have no
 * version.
 *
 * @throws UserError where it has a version and nobody says which build this is.
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
