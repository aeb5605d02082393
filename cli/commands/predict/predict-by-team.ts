import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import type { ServedModelFile } from '../../../training/model/model-file.js';
import { readModelBytes } from '../../../training/model/model-folder.js';
import { ownerOf } from '../../../training/model/predictor.js';
import { TROUBLES_QUERY } from '../../../contracts/search/control.js';
import { UserError } from '../../../contracts/errors.js';
import { PARADIGM_CONTRACT, predictReplySchema, type PredictReply } from '../../../contracts/module/fit-predict.js';
import { troubleSchema } from '../../../contracts/module/module.js';
import { PREDICT_REMOTELY, type RemotePrediction } from '../../../contracts/search/remote-prediction.js';
import type { ParadigmAddress } from '../../../contracts/search/search-plan.js';
import { paradigmSettingsSchema, type ProjectSettings } from '../../../contracts/search/settings.js';
import { ArrowError, decodePredictions, encodeMatrix } from '../../../learning/arrays/arrow.js';
import type { Matrix } from '../../../learning/arrays/matrix.js';
import { localWorkers } from '../../../workers/local-workers.js';
import { watchInterrupts } from '../../processes/interrupt.js';
import type { Project } from '../../project/project.js';
import { openSession, type Session } from '../../processes/session.js';
import { awaitResult } from '../../../client/watch-search.js';

/** Interval between two checks for problems. */
const LOOK_MS = 700;
/** How long to wait for the end of a cancelled workflow. */
const GIVE_UP_MS = 3_000;

export interface TeamModel {
  project: Project;
  folder: string;
  file: ServedModelFile;
  /** Called with progress messages, a line each. */
  log: (line: string) => void;
}

/**
 * Predictions by the team that serves a model's paradigm. Waits until one of its workers is there.
 *
 * @returns row-major, as a paradigm's `predict`; null if Ctrl-C ended the waiting
 * @throws UserError('InvalidModel'), UserError('ServerUnavailable'), UserError('NoPredictions') for an invalid answer;
 *   SearchFailed if the team's worker fails
 */
export async function predictByTeam(model: TeamModel, x: Matrix): Promise<Float64Array | null> {
  const { project, file, log } = model;
  const { artifacts } = project.store();
  const classes = file.classes.length;
  const argument: RemotePrediction = {
    paradigm: addressOf(file, project.settings),
    request: {
      contract: PARADIGM_CONTRACT,
      paradigm: file.paradigm,
      task: file.task,
      classes,
      model: await artifacts.put(await readModelBytes(model.folder, file)),
      matrix: await artifacts.put(encodeMatrix(x, null)),
    },
  };
  const { team, contact, route } = argument.paradigm;
  const asked = `${ownerOf({ team, contact, queue: route.queue })}, who serves ${file.paradigm} on queue ${route.queue}`;
  log(`asking ${asked}`);
  const reply = await ask(project, argument, log);
  if (reply === null) return null;
  log(`predicted by ${asked}`);
  // From here on Ctrl-C ends the process at once, in case malformed bytes make their reader loop.
  try {
    return decodePredictions(await artifacts.get(reply.predictions), { rows: x.rows, classes });
  } catch (error) {
    if (!(error instanceof ArrowError)) throw error;
    throw new UserError('NoPredictions', `the answer of ${file.paradigm} is not valid: ${error.message}`);
  }
}

/** From temporal.yaml; if the paradigm is not there, as in the model's search. */
function addressOf({ paradigm, served }: ServedModelFile, { paradigms }: ProjectSettings): ParadigmAddress {
  const named = paradigms[paradigm];
  const { timeoutSeconds, retry } = named ?? paradigmSettingsSchema.parse({});
  const owner =
    named?.queue === undefined
      ? served
      : { queue: named.queue, team: named.team ?? null, contact: named.contact ?? null };
  const { queue, team, contact } = owner;
  return { id: paradigm, team, contact, route: { queue, timeoutSeconds, ...retry } };
}

async function ask(project: Project, argument: RemotePrediction, log: TeamModel['log']): Promise<PredictReply | null> {
  const interrupts = watchInterrupts(() => log('stopping; a second Ctrl-C leaves at once'));
  let session: Session | undefined;
  try {
    // If temporal.yaml has its file, this machine serves it, as in a search.
    const own = localWorkers(project.settings).trials.filter((role) => role === argument.paradigm.id);
    session = await openSession({ project, stay: false, processes: { search: ['search', ...own] }, log });
    return await follow(session, argument, log, interrupts.signal);
  } catch (error) {
    // The failure may be caused by Ctrl-C.
    if (!interrupts.signal.aborted) throw error;
    return null;
  } finally {
    await session?.close();
    interrupts.stop();
  }
}

async function follow(
  session: Session,
  argument: RemotePrediction,
  log: TeamModel['log'],
  signal: AbortSignal,
): Promise<PredictReply | null> {
  const { client } = session;
  if (signal.aborted) return null;
  const workflowId = `predict-${randomUUID()}`;
  const handle = await client.workflow.start(PREDICT_REMOTELY, {
    workflowId,
    taskQueue: session.project.settings.search.queue,
    args: [argument],
  });
  const over = new AbortController();
  const stopped = AbortSignal.any([signal, over.signal]);
  const looking = logTroubles(session, workflowId, log, stopped);
  try {
    const watched = { client, searchId: workflowId, onServerLost: () => session.reviveServer() };
    const result = awaitResult(watched, stopped, (reply) => predictReplySchema.parse(reply));
    return await Promise.race([result, session.workers.failed]);
  } finally {
    over.abort();
    await looking;
    // The result is not needed any more.
    if (signal.aborted) await giveUp(handle);
  }
}

/** Ends the workflow, which would otherwise predict later, when another search worker comes. */
async function giveUp(handle: WorkflowHandle): Promise<void> {
  await handle.cancel();
  const ended = handle.result().catch(() => undefined);
  await Promise.race([ended, delay(GIVE_UP_MS)]);
}

/** Reports each problem once. */
async function logTroubles(
  { client }: Session,
  workflowId: string,
  log: TeamModel['log'],
  stopped: AbortSignal,
): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  const logged = new Set<string>();
  while (!stopped.aborted) {
    const look = (): Promise<unknown> => handle.query<unknown>(TROUBLES_QUERY);
    // A worker that is starting, or was lost, answers later.
    const answer = await client.withAbortSignal(AbortSignal.any([stopped]), look).catch(() => []);
    if (stopped.aborted) return;
    for (const { message } of z.array(troubleSchema).parse(answer)) {
      if (!logged.has(message)) log(`waiting: ${message}`);
      logged.add(message);
    }
    await delay(LOOK_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
}
