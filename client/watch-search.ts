import { isGrpcServiceError, ServiceError, WorkflowFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from '@temporalio/common';
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  searchProgressSchema,
  searchResultSchema,
  type SearchProgress,
  type SearchResult,
} from '../contracts/search/search.js';
import { SearchFailed } from './search-failed.js';
import { troublesOf } from './troubles.js';

/** Interval between two queries of a running search. */
export const LOOK_MS = 700;
/** Interval between two checks for problems that stop it. */
const TROUBLES_LOOK_MS = 3_000;
const LOOK_PATIENCE_MS = 5_000;
const REVIVE_PAUSE_MS = 1_000;

export interface WatchOptions {
  client: Client;
  searchId: string;
  onProgress: (progress: SearchProgress) => void;
  /** Called with each problem that stops the search, as a sentence, once each. */
  onTrouble: (trouble: string) => void;
  /** Called when the server does not answer. */
  onServerLost: () => Promise<void>;
  /** Stops watching, not the search. */
  signal: AbortSignal;
}

/**
 * Queries a search several times a second until it ends.
 *
 * @returns its result, or null if the signal ended the watching.
 * @throws SearchFailed if the search failed, was cancelled or terminated.
 */
export async function watchSearch(options: WatchOptions): Promise<SearchResult | null> {
  const { signal } = options;
  const over = new AbortController();
  const stopped = AbortSignal.any([signal, over.signal]);
  let latest: SearchProgress | null = null;
  const looker = {
    ...options,
    onProgress: (progress: SearchProgress) => {
      latest = progress;
      options.onProgress(progress);
    },
  };
  // The search itself reports modules that nobody serves.
  const knows = (): boolean => latest !== null && latest.troubles.length > 0;
  const looking = Promise.all([lookRepeatedly(looker, stopped), lookForTroubles(options, stopped, knows)]);
  try {
    return await awaitResult(options, stopped, (result) => searchResultSchema.parse(result));
  } finally {
    over.abort();
    await looking;
  }
}

async function lookRepeatedly({ client, searchId, onProgress }: WatchOptions, stopped: AbortSignal): Promise<void> {
  const handle = client.workflow.getHandle(searchId);
  const look = (): Promise<unknown> =>
    client.withDeadline(Date.now() + LOOK_PATIENCE_MS, () => handle.query<unknown>('progress'));
  while (!stopped.aborted) {
    // A worker that starts, or was lost, answers later; the end of the search is known from its result. The client
    // never removes its listener from a signal, so each query has its own signal.
    const progress = await client.withAbortSignal(AbortSignal.any([stopped]), look).catch(() => null);
    if (stopped.aborted) return;
    if (progress !== null) onProgress(searchProgressSchema.parse(progress));
    await delay(LOOK_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
}

/** @param knows whether the search itself reports which workers are missing */
async function lookForTroubles(
  { client, searchId, onTrouble }: WatchOptions,
  stopped: AbortSignal,
  knows: () => boolean,
): Promise<void> {
  const handle = client.workflow.getHandle(searchId);
  const look = (): ReturnType<typeof handle.describe> =>
    client.withDeadline(Date.now() + LOOK_PATIENCE_MS, () => handle.describe());
  const told = new Set<string>();
  while (!stopped.aborted) {
    // At first, tasks that waited for the workers to start are about to be taken.
    await delay(TROUBLES_LOOK_MS, undefined, { signal: stopped }).catch(() => undefined);
    if (stopped.aborted) return;
    const described = await client.withAbortSignal(AbortSignal.any([stopped]), look).catch(() => null);
    if (stopped.aborted) return;
    for (const trouble of troublesOf(described?.raw.pendingActivities ?? [], Date.now(), !knows())) {
      // The same problem can have another file name at each attempt.
      const kind = trouble.replace(/[0-9a-f-]{32,}/g, '');
      if (!told.has(kind)) onTrouble(trouble);
      told.add(kind);
    }
  }
}

/**
 * Waits for the end of a workflow, even if the server is restarted meanwhile.
 *
 * @returns null if the signal ended the waiting.
 * @throws SearchFailed if it failed, was cancelled or terminated.
 */
export async function awaitResult<Result>(
  { client, searchId, onServerLost }: Pick<WatchOptions, 'client' | 'searchId' | 'onServerLost'>,
  stopped: AbortSignal,
  parse: (result: unknown) => Result,
): Promise<Result | null> {
  const handle = client.workflow.getHandle(searchId);
  // The client polls while it waits, and never removes its listeners from a signal.
  const signal = AbortSignal.any([stopped]);
  setMaxListeners(0, signal);
  while (!stopped.aborted) {
    try {
      return parse(await client.withAbortSignal(signal, () => handle.result() as Promise<unknown>));
    } catch (error) {
      if (stopped.aborted) return null;
      if (error instanceof WorkflowFailedError) throw new SearchFailed(failureText(error), { cause: error });
      if (!isServerLost(error)) throw error;
      await onServerLost();
      await delay(REVIVE_PAUSE_MS, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
  return null;
}

/** Whether an error says that the server did not answer. */
export function isServerLost(error: unknown): boolean {
  return error instanceof ServiceError || isGrpcServiceError(error);
}

/** Whether a workflow failed by an error that would happen again: a person has to change something first. */
export function failedForGood(error: WorkflowFailedError): boolean {
  return error.cause instanceof ApplicationFailure || isFinal(reasonOf(error));
}

/** The message of a failure for people: the innermost reason, in one line. */
export function failureText(error: WorkflowFailedError): string {
  const reason = reasonOf(error);
  if (reason instanceof CancelledFailure) return 'the search was cancelled';
  if (reason instanceof TerminatedFailure) return `the search was terminated: ${reason.message}`;
  if (reason instanceof TimeoutFailure) return `the search ran into a time limit: ${reason.message}`;
  return reason.message;
}

function reasonOf(error: WorkflowFailedError): Error {
  let reason: Error = error;
  for (let cause: unknown = error.cause; cause instanceof Error && !isFinal(reason); cause = cause.cause) {
    reason = cause;
  }
  return reason;
}

function isFinal(reason: Error): boolean {
  return reason instanceof ApplicationFailure && Boolean(reason.nonRetryable);
}
