import { isGrpcServiceError, type Client } from '@temporalio/client';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../contracts/errors.js';
import type { DeploymentVersion } from '../../workers/deployment.js';
import { connectClient } from '../client.js';
import { existingServer } from '../existing-server.js';
import { loadProject } from '../project.js';
import { commandLine, printable } from '../text.js';
import { ownershipMap } from './ownership.js';
import { askQueues } from '../../activities/queues/queue-state.js';

/**
 * `coaxial rollout MODULE BUILD`: new tasks of an axis or a paradigm go to this build from now on; a former build takes
 * them back in the same way. @returns the exit code.
 */
export async function rollout(module: string, buildId: string): Promise<number> {
  const project = await loadProject();
  const modules = ownershipMap(project.settings).filter(({ kind }) => kind !== 'core');
  const owned = modules.find(({ name }) => name === module);
  if (!owned) {
    const there = modules.map(({ name }) => name).join(', ');
    throw new UserError(
      'InvalidInput',
      `${module} is neither an axis nor a paradigm of temporal.yaml; there are ${there}`,
    );
  }
  const { deployment, queue } = owned;
  if (deployment === null || queue === null) {
    throw new UserError(
      'InvalidInput',
      `${module} has no version in temporal.yaml, so its workers need no rollout: "version: {}" gives it one`,
    );
  }
  const endpoint = await existingServer(project);
  if (endpoint === null) throw new UserError('ServerUnavailable', 'no server runs: there is nothing to roll out to');
  const { client, close } = await connectClient(endpoint);
  try {
    await checkPolls(client, module, queue, buildId);
    const previous = await setCurrentBuild(client, { deploymentName: deployment, buildId });
    const instead = previous === null || previous === buildId ? '' : `, in place of ${previous}`;
    process.stdout.write(`${printable(`new tasks of ${module} go to build ${buildId}${instead}`)}\n`);
    return 0;
  } finally {
    await close();
  }
}

/** The server would send tasks to a build that nobody runs any more. */
async function checkPolls(client: Client, module: string, queue: string, buildId: string): Promise<void> {
  const { pollers } = (await askQueues(client, [queue])).get(queue)!;
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
 * Has the server send a deployment's new tasks to a build.
 *
 * @returns the build that they went to before; null for none
 * @throws UserError where the server knows no such build
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
