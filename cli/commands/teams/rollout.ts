import { isGrpcServiceError, type Client } from '@temporalio/client';
import { setTimeout as delay } from 'node:timers/promises';
import { askQueue } from '../../../activities/queues/queue-state.js';
import { UserError } from '../../../contracts/errors.js';
import type { DeploymentVersion } from '../../../workers/settings/deployment.js';
import { withClient } from '../../project/client.js';
import { existingServer } from '../../project/existing-server.js';
import { loadProject, type Project } from '../../project/project.js';
import { commandLine } from '../../../client/text.js';
import { printable } from '../../text/text.js';
import { print } from '../../text/print.js';
import { ownershipMap } from './ownership.js';

export interface RolloutOptions {
  /** To workers without a build. */
  none?: boolean;
}

/**
 * `coaxial rollout MODULE BUILD`: new tasks of an axis or a paradigm go to this build from now on; the same command
 * switches back to an earlier build. With `--none`, they go to workers without a version, as before the first build.
 *
 * @returns the exit code.
 */
export async function rollout(
  module: string,
  buildId: string | undefined,
  { none = false }: RolloutOptions,
): Promise<number> {
  if (none === (buildId !== undefined)) {
    throw new UserError('InvalidInput', 'name the build that new tasks go to, or --none');
  }
  const project = await loadProject();
  const { queue, deployment } = findModule(module, project);
  const endpoint = await existingServer(project);
  if (endpoint === null) throw new UserError('ServerUnavailable', 'no server runs: there is nothing to roll out to');
  return withClient(endpoint, async (client) => {
    const previous =
      buildId === undefined
        ? await unsetBuild(client, queue)
        : await changeBuild(client, { module, queue, deployment, buildId });
    const to = buildId === undefined ? 'workers without a build' : `build ${buildId}`;
    const instead = previous === null || previous === buildId ? '' : `, in place of ${previous}`;
    print(printable(`new tasks of ${module} go to ${to}${instead}`));
    return 0;
  });
}

/** @throws UserError if temporal.yaml has no such module, or it has no queue of its own */
function findModule(module: string, { settings }: Project): { queue: string; deployment: string | null } {
  const modules = ownershipMap(settings).filter(({ kind, queue }) => kind !== 'core' && queue !== null);
  const { queue, deployment } = modules.find(({ name }) => name === module) ?? {};
  if (typeof queue === 'string' && deployment !== undefined) return { queue, deployment };
  const there = modules.map(({ name }) => name).join(', ');
  throw new UserError('InvalidInput', `temporal.yaml has no ${module} on a queue of its own; there are ${there}`);
}

interface BuildChange {
  module: string;
  queue: string;
  deployment: string | null;
  buildId: string;
}

/** @returns the build before */
async function changeBuild(
  client: Client,
  { module, queue, deployment, buildId }: BuildChange,
): Promise<string | null> {
  if (deployment === null) {
    throw new UserError(
      'InvalidInput',
      `${module} has no version in temporal.yaml, so its workers need no rollout: "version: {}" gives it one`,
    );
  }
  await checkPolls(client, module, queue, buildId);
  return setCurrentBuild(client, { deploymentName: deployment, buildId });
}

/** Uses the deployment that the server has for the queue, independent of temporal.yaml. @returns the build before */
async function unsetBuild(client: Client, queue: string): Promise<string | null> {
  const { currentDeployment } = await askQueue(client, queue);
  return currentDeployment && setCurrentBuild(client, { deploymentName: currentDeployment, buildId: '' });
}

/** Refuses a build without running workers. */
async function checkPolls(client: Client, module: string, queue: string, buildId: string): Promise<void> {
  const { pollers } = await askQueue(client, queue);
  const there = pollers.filter(({ alive }) => alive !== false);
  if (there.some(({ build }) => build === buildId)) return;
  const builds = [...new Set(there.flatMap(({ build }) => build ?? []))];
  const known = builds.length === 0 ? 'no worker with a build polls it' : `there polls ${builds.join(', ')}`;
  throw new UserError(
    'InvalidInput',
    `no worker of build ${buildId} polls queue ${queue} (${known}): start it first, "COAXIAL_BUILD_ID=${buildId} ${commandLine('worker', module)}"`,
  );
}

const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;
/** A version is known to the server some 100 ms after its worker has begun to poll. */
const PATIENCE_MS = 10_000;

/**
 * Routes a deployment's new tasks to a build; an empty id means workers without one.
 *
 * @returns the build that they went to before; null for none
 * @throws UserError if the server does not know the build
 */
export async function setCurrentBuild(
  client: Client,
  { deploymentName, buildId }: DeploymentVersion,
): Promise<string | null> {
  const { namespace, identity } = client.options;
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      const reply = await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName,
        buildId,
        identity,
      });
      return reply.previousDeploymentVersion?.buildId ?? null;
    } catch (error) {
      if (!isGrpcServiceError(error) || !isUnknown(error)) throw error;
      if (performance.now() > end) {
        throw new UserError('InvalidInput', `the server knows no build ${buildId} of deployment ${deploymentName}`);
      }
      await delay(100);
    }
  }
}

/** Whether the server does not know the build yet, or its deployment. */
function isUnknown({ code, details }: { code: number; details: string }): boolean {
  return (
    Number(code) === NOT_FOUND || (Number(code) === FAILED_PRECONDITION && /no Worker Deployment found/.test(details))
  );
}
