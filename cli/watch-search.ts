import { isGrpcServiceError, ServiceError, WorkflowFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from '@temporalio/common';
import { setTimeout as delay } from 'node:timers/promises';
import {
  searchProgressSchema,
  searchResultSchema,
  type SearchProgress,
  type SearchResult,
} from '../contracts/search.js';
import { SearchFailed } from './search-failed.js';

/** Pause between two looks at a search that runs. */
const LOOK_MS = 700;
const LOOK_PATIENCE_MS = 5_000;
const REVIVE_PAUSE_MS = 1_000;

export interface WatchOptions {
  client: Client;
  searchId: string;
  onProgress: (progress: SearchProgress) => void;
  /** Called when the server does not answer. */
  onServerLost: () => Promise<void>;
  /** Ends the watching, not the search. */
  signal: AbortSignal;
}

/**
 * Looks at a search several times a second until it ends.
 *
 * @returns its result, or null where the signal ended the watching.
 * @throws SearchFailed where the search failed, was cancelled or terminated.
 */
export async function watchSearch(options: WatchOptions): Promise<SearchResult | null> {
  const { signal } = options;
  const over = new AbortController();
  const stopped = AbortSignal.any([signal, over.signal]);
  const looking = lookRepeatedly(options, stopped);
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
    // A worker that starts, or was lost, answers later; whether the search lives, its result tells.
    // The client never takes its listener off a signal: each look has a signal of its own.
    const progress = await client.withAbortSignal(AbortSignal.any([stopped]), look).catch(() => null);
    if (stopped.aborted) return;
    if (progress !== null) onProgress(searchProgressSchema.parse(progress));
    await delay(LOOK_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
}

/**
 * Waits for the end of a workflow, whatever becomes of its server meanwhile.
 *
 * @returns null where the signal ended the waiting.
 * @throws SearchFailed where it failed, was cancelled or terminated.
 */
export async function awaitResult<Result>(
  { client, searchId, onServerLost }: Pick<WatchOptions, 'client' | 'searchId' | 'onServerLost'>,
  stopped: AbortSignal,
  parse: (result: unknown) => Result,
): Promise<Result | null> {
  const handle = client.workflow.getHandle(searchId);
  while (!stopped.aborted) {
    try {
      return parse(await client.withAbortSignal(stopped, () => handle.result() as Promise<unknown>));
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

/** What a person should read of a failure: the innermost reason, in one line. */
export function failureText(error: WorkflowFailedError): string {
  let reason: Error = error;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    reason = cause;
    if (cause instanceof ApplicationFailure && cause.nonRetryable) break;
  }
  if (reason instanceof CancelledFailure) return 'the search was cancelled';
  if (reason instanceof TerminatedFailure) return `the search was terminated: ${reason.message}`;
  if (reason instanceof TimeoutFailure) return `the search ran into a time limit: ${reason.message}`;
  return reason.message;
}
