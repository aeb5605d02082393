import { TimeoutType } from '@temporalio/common';
import { ActivityFailure, ApplicationFailure, sleep, TimeoutFailure } from '@temporalio/workflow';
import { LOST_TRIALS, type SearchActivities } from '../../contracts/activities.js';
import { ownerText, unservedText, type OnTrouble } from '../../contracts/module.js';
import type { Calls } from './calls.js';
import type { Module, Troubles } from './troubles.js';

/** Seconds that a call may lie in a module's queue before people hear of it, */
const FIRST_PATIENCE = 5;
/** before a search that may goes on without the module, */
const LAST_PATIENCE = 30;
/** and between two looks at a call that waits: the longer, the fewer events stand in the history. */
const LATER_PATIENCE = 3600;

/** Attempts of a call that are lost with their workers one after the other before people hear of it. */
const MOST_LOST = 6;

/** An answer that is none, as an error of the module: what was wrong with it, in a sentence. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

/** How a search bears with the modules of other teams. */
export interface Bearing {
  troubles: Troubles;
  calls: Calls;
  onTrouble: OnTrouble;
  /** Waits until a person has seen to a module that fails; without it, it is tried again by and by. */
  forPerson?: () => Promise<void>;
}

/** @throws BadAnswer; else as activities do */
export type Call<Reply> = (patienceSeconds: number) => Promise<Reply>;

/** What a module has answered, or why the search goes on without it. */
export type Answer<Reply> = { reply: Reply } | { leftOut: string };

/**
 * Calls a module's activity until there is an answer: a lost worker's call is made again, one that nobody takes is waited
 * for, one that fails in spite of its retry policy is left to a person; or the search goes on without the module.
 *
 * @throws what is no fault of the module: cancellation, lost trials or steps
 */
export async function callModule<Reply>(module: Module, bearing: Bearing, call: Call<Reply>): Promise<Answer<Reply>> {
  const { troubles } = bearing;
  try {
    return await callUntilAnswered(module, bearing, call);
  } finally {
    troubles.over(module);
  }
}

async function callUntilAnswered<Reply>(
  module: Module,
  { troubles, calls, onTrouble, forPerson }: Bearing,
  call: Call<Reply>,
): Promise<Answer<Reply>> {
  const { route } = module;
  const skips = onTrouble === 'skip';
  let patience = FIRST_PATIENCE;
  let lost = 0;
  for (let badAnswers = 0; ;) {
    try {
      return { reply: await calls.track(module, patience, () => call(patience)) };
    } catch (error) {
      const how = howFailed(error);
      if (how === 'lost') {
        // The call may be what ends its workers, and else they end for reasons of their own: it is made again.
        lost += Math.max(1, route.attempts);
        if (lost < MOST_LOST) continue;
        const message = failingText(module, { reason: `${lost} workers in a row were lost while they worked on it` });
        if (skips) return { leftOut: message };
        troubles.tell(module, 'failing', message);
        continue;
      }
      if (how === 'untaken') {
        if (await isBusy(module, calls)) {
          patience = Math.min(2 * patience, LATER_PATIENCE);
          continue;
        }
        const message = unservedText({ ...module, queue: route.queue });
        if (skips && patience > FIRST_PATIENCE) return { leftOut: message };
        troubles.tell(module, 'unserved', message);
        patience = skips ? LAST_PATIENCE - FIRST_PATIENCE : LATER_PATIENCE;
        continue;
      }
      const message = failingText(module, how);
      // Errors the server has retried already. A bad answer may be a good one once its team has mended it.
      const again = error instanceof BadAnswer && (route.attempts === 0 || ++badAnswers < route.attempts);
      if (skips && !again) return { leftOut: message };
      troubles.tell(module, 'failing', message);
      if (again || !forPerson) await sleep(pauseMs(route, badAnswers));
      else await forPerson();
      if (!again) badAnswers = 0;
      patience = FIRST_PATIENCE;
    }
  }
}

/** What two calls that were made at the same time have come to is known a little later. */
const SETTLED_MS = 1000;

/** Whether the module's workers have others of the search's calls in hand, and will come to this one. */
async function isBusy(module: Module, calls: Calls): Promise<boolean> {
  if (!calls.isCalled(module)) return false;
  await sleep(SETTLED_MS);
  return calls.isTaken(module);
}

/** As the server's own pauses between attempts. */
function pauseMs({ firstDelaySeconds, maxDelaySeconds }: Module['route'], attempt: number): number {
  return 1000 * Math.max(firstDelaySeconds, Math.min(maxDelaySeconds, firstDelaySeconds * 2 ** (attempt - 1)));
}

/** By which the core looks at what a module's activity has answered. */
const OWN_ACTIVITY: keyof SearchActivities = 'acceptStep';

/** Failures of ours in a module's activity: they end the search, or have trials trained again. */
const OWN_FAILURES = [LOST_TRIALS, 'StepLost'];

/** @returns what went wrong, for people, where it is the module's fault. @throws the error where it is not */
function howFailed(error: unknown): 'lost' | 'untaken' | { reason: string } {
  if (error instanceof BadAnswer) return { reason: error.message };
  if (!(error instanceof ActivityFailure) || error.activityType === OWN_ACTIVITY) throw error;
  const { cause } = error;
  if (cause instanceof TimeoutFailure) {
    const { timeoutType } = cause;
    if (timeoutType === TimeoutType.HEARTBEAT) return 'lost';
    if (timeoutType === TimeoutType.SCHEDULE_TO_START) return 'untaken';
    return { reason: 'it takes longer than its time limit' };
  }
  if (!(cause instanceof ApplicationFailure) || OWN_FAILURES.includes(cause.type ?? '')) throw error;
  return { reason: cause.message.split('\n')[0] };
}

const LONGEST_REASON = 300;

function failingText({ kind, name, ...owner }: Module, how: { reason: string }): string {
  return `${kind} ${name} of ${ownerText(owner)} fails: ${how.reason.slice(0, LONGEST_REASON)}`;
}
