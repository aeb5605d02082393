import { sleep } from '@temporalio/workflow';
import type { QueueReply } from '../../contracts/search/search-activities.js';
import type { OnTrouble } from '../../contracts/module/module.js';
import type { OneAtATime } from '../policy/one-at-a-time.js';
import type { PendingCalls } from '../policy/pending-calls.js';
import { Retries, type CallFailure, type Retry } from '../policy/retries.js';
import type { Module, Troubles } from '../policy/troubles.js';
import { describeQueue } from './activities.js';
import { howFailed } from './module-failures.js';
import type { TrialCalls } from './trial-calls.js';

/** Calls that start together count as ended together if they end within this time. */
const SETTLED_MS = 1000;

/** The common part of a workflow's calls of modules. */
export interface CallContext {
  troubles: Troubles;
  pending: PendingCalls;
  onTrouble: OnTrouble;
  /** For local activities. */
  inTurn: OneAtATime;
  /** Whether a person has stopped the search: it then waits for no module. */
  isStopped?: () => boolean;
  /** Waits until a person has acted on a failing module; if absent, the call is repeated after a pause. */
  waitForPerson?: () => Promise<void>;
}

/** The same for a search, which also calls trial workers. */
export interface SearchCallContext extends CallContext {
  trials: TrialCalls;
}

/** One attempt. @throws BadAnswer; else as activities do */
export type Call<Reply> = (scheduleToStartSeconds: number) => Promise<Reply>;

/** A module's answer, or why the search continues without it. */
export type Answer<Reply> = { reply: Reply } | { leftOut: string };

/**
 * Calls a module's activity until there is an answer: the call of a lost worker is repeated, a call without a worker
 * waits, a call that fails after all retries is left to a person; or the search continues without the module.
 *
 * @throws errors that are not the module's: cancellation, lost trials or steps
 */
export async function callModule<Reply>(
  module: Module,
  callContext: CallContext,
  call: Call<Reply>,
): Promise<Answer<Reply>> {
  const { pending, troubles, onTrouble } = callContext;
  const retries = new Retries(module, onTrouble);
  try {
    for (;;) {
      try {
        const seconds = retries.scheduleToStartSeconds;
        return { reply: await pending.track(module, seconds, () => call(seconds)) };
      } catch (error) {
        const failure = await failureOf(error, module, callContext);
        const retry = retries.after(failure, callContext.isStopped?.() ?? false);
        if (retry.action === 'leave-out') return { leftOut: retry.reason };
        if (failure.kind === 'unserved' && failure.queue.taken === 'yes') troubles.clear(module);
        await waitFor(retry, module, callContext);
      }
    }
  } finally {
    troubles.clear(module);
  }
}

/** @throws the error if it is not the module's */
async function failureOf(error: unknown, module: Module, callContext: CallContext): Promise<CallFailure> {
  const failed = howFailed(error);
  return failed.kind === 'unserved' ? { ...failed, queue: await queueOf(module, callContext) } : failed;
}

/** Whether the module's workers will take a waiting call later, because they are busy with others. */
async function queueOf(module: Module, { pending, inTurn }: CallContext): Promise<QueueReply> {
  if (pending.isCalled(module)) {
    await sleep(SETTLED_MS);
    if (pending.isTaken(module)) return { taken: 'yes', note: null };
  }
  return inTurn(() => describeQueue({ module: module.name, queue: module.route.queue }));
}

async function waitFor(
  { after, pauseMs, trouble }: Extract<Retry, { action: 'retry' }>,
  module: Module,
  { troubles, waitForPerson }: CallContext,
): Promise<void> {
  if (trouble) troubles.report(module, trouble.trouble, trouble.message);
  if (after === 'now') return;
  if (after === 'person' && waitForPerson) await waitForPerson();
  else await sleep(pauseMs);
}
