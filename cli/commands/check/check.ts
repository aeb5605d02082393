import pc from 'picocolors';
import { UserError } from '../../../contracts/errors.js';
import { unservedText, type ModuleKind } from '../../../contracts/module/module.js';
import { axisSettingsSchema } from '../../../contracts/search/settings.js';
import { describeQueueBy } from '../../../activities/queues/describe-queue.js';
import { axisChecks, paradigmChecks, runChecks, type CheckResult } from '../../../kit/index.js';
import { pinnedQueue } from '../../../workers/settings/deployment.js';
import { registry } from '../../../activities/paradigms/index.js';
import { withClient } from '../../project/client.js';
import { existingServer } from '../../project/existing-server.js';
import { loadProject, type Project } from '../../project/project.js';
import { ownershipMap, type Owned } from '../teams/ownership.js';
import { commandText, counted } from '../../../client/text.js';
import { printable } from '../../text/text.js';
import { openCaller, Unserved, type Caller } from './caller.js';
import { servedAxis, servedParadigm, type ServedModule } from './served.js';
import { print } from '../../text/print.js';

export interface CheckOptions {
  /** The build to check, on its own queue. */
  build?: string;
  /** A command line that restarts its workers. */
  restart?: string;
  json?: boolean;
}

/** A module of temporal.yaml that its team serves. */
type Served = Owned & { kind: ModuleKind; queue: string };

const FAILED = 1;

/** `coaxial check axis|paradigm NAME`: checks a served module against its contract. @returns the exit code. */
export async function check(kind: ModuleKind, name: string, options: CheckOptions): Promise<number> {
  const project = await loadProject();
  const owned = findModule(kind, name, project);
  const queue = options.build === undefined ? owned.queue : pinnedQueue(owned.queue, options.build);
  if (options.build !== undefined && owned.deployment === null) {
    throw new UserError(
      'InvalidInput',
      `--build: ${kind} ${name} has no version in temporal.yaml, so its workers have no builds`,
    );
  }
  const endpoint = await existingServer(project);
  if (endpoint === null) {
    const how = `start its worker, ${commandText('worker', name)} say`;
    throw new UserError('ServerUnavailable', `no server runs, so nobody serves ${kind} ${name}: ${how}`);
  }
  return withClient(endpoint, async (client) => {
    const caller = await openCaller(endpoint, client, `${kind}-${name}`);
    try {
      return await checkWith(caller, project, { ...owned, queue }, options);
    } catch (error) {
      if (!(error instanceof Unserved)) throw error;
      const { note } = await describeQueueBy(client, { module: name, queue });
      return printUnserved({ ...owned, queue }, note, options);
    } finally {
      await caller.close();
    }
  });
}

/** @throws UserError if temporal.yaml has no such module, or it has no queue of its own */
function findModule(kind: ModuleKind, name: string, { settings }: Project): Served {
  const known = ownershipMap(settings).filter((one) => one.kind === kind);
  const owned = known.find((one) => one.name === name);
  if (!owned) {
    const there = known.map((one) => one.name).join(', ');
    throw new UserError('InvalidInput', `temporal.yaml has no ${kind} ${name}; there are ${there}`);
  }
  const { queue } = owned;
  if (queue !== null) return { ...owned, kind, queue };
  throw new UserError(
    'InvalidInput',
    `paradigm ${name} has no queue in temporal.yaml: trial workers train it themselves, and its own tests check it`,
  );
}

async function checkWith(caller: Caller, project: Project, owned: Served, options: CheckOptions): Promise<number> {
  const { kind, name, queue } = owned;
  const module: ServedModule = {
    name,
    queue,
    timeoutSeconds: limitOf(owned, project),
    artifacts: project.store().artifacts,
    caller,
    restart: options.restart,
  };
  const tell = (result: CheckResult): void => {
    if (!options.json) print(resultText(result));
  };
  const restarts = options.restart !== undefined;
  const results =
    kind === 'axis'
      ? await runChecks(axisChecks({ restarts }), servedAxis(module), tell, isUnserved)
      : await runChecks(paradigmChecks({ restarts, exportedTo: registry }), servedParadigm(module), tell, isUnserved);
  const failed = results.filter(({ reason }) => reason !== null).length;
  const { team, contact } = owned;
  const report = { kind, name, team, contact, queue, served: true, passed: failed === 0, checks: results };
  const summary =
    failed === 0 ? `all ${results.length} checks passed` : `${failed} of ${counted(results.length, 'check')} failed`;
  print(options.json ? JSON.stringify(report) : `${kind} ${name}: ${summary}`);
  return failed === 0 ? 0 : FAILED;
}

const isUnserved = (error: unknown): boolean => error instanceof Unserved;

/** The kit's problems are small, so a longer call will never end. */
const LONGEST_SECONDS = 600;

function limitOf({ kind, name }: Served, { settings }: Project): number {
  const own = kind === 'axis' ? (settings.axes[name] ?? axisSettingsSchema.parse({})) : settings.paradigms[name]!;
  return Math.min(own.timeoutSeconds, LONGEST_SECONDS);
}

function resultText({ name, reason }: CheckResult): string {
  if (reason === null) return `${pc.green('✓')} ${name}`;
  return `${pc.red('✗')} ${name}: ${printable(reason)}`;
}

function printUnserved(
  { kind, name, team, contact, queue }: Served,
  note: string | null,
  { json }: CheckOptions,
): number {
  const message = unservedText({ kind, name, team, contact, queue, note });
  if (json) {
    const report = { kind, name, team, contact, queue, served: false, passed: false, checks: [], message };
    print(JSON.stringify(report));
  } else {
    process.stderr.write(`${printable(message)}\n`);
  }
  return FAILED;
}
