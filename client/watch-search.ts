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

/** Pause between two looks at a search that runs. */
const LOOK_MS = 700;
/** The same, at what may keep it from going on. */
const TROUBLES_LOOK_MS = 3_000;
const LOOK_PATIENCE_MS = 5_000;
const REVIVE_PAUSE_MS = 1_000;

export interface WatchOptions {
  client: Client;
  searchId: string;
  onProgress: (progress: SearchProgress) => void;
  /** Told what keeps the search from going on, as a sentence, once each. */
  onTrouble: (trouble: string) => void;
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
  let latest: SearchProgress | null = null;
  const looker = {
    ...options,
    onProgress: (progress: SearchProgress) => {
      latest = progress;
      options.onProgress(progress);
    },
  };
  // The search itself knows best of modules that nobody serves.
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
    // A worker that starts, or was lost, answers later; whether the search lives, its result tells.
    // The client never takes its listener off a signal: each look has a signal of its own.
    const progress = await client.withAbortSignal(AbortSignal.any([stopped]), look).catch(() => null);
    if (stopped.aborted) return;
    if (progress !== null) onProgress(searchProgressSchema.parse(progress));
    await delay(LOOK_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
}

/** @param knows whether the search tells by itself who does not take what it asks for */
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
    // First of all: what has waited for the workers to start is taken in the next instant.
    await delay(TROUBLES_LOOK_MS, undefined, { signal: stopped }).catch(() => undefined);
    if (stopped.aborted) return;
    const described = await client.withAbortSignal(AbortSignal.any([stopped]), look).catch(() => null);
    if (stopped.aborted) return;
    for (const trouble of troublesOf(described?.raw.pendingActivities ?? [], Date.now(), !knows())) {
      // The same one names another file at each attempt.
      const kind = trouble.replace(/[0-9a-f-]{32,}/g, '');
      if (!told.has(kind)) onTrouble(trouble);
      told.add(kind);
    }
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
  // The client asks again and again while it waits, and never takes its listeners off a signal.
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

/** Whether a workflow failed by itself, or of what would come again: a person has to change something first. */
export function failedForGood(error: WorkflowFailedError): boolean {
  return error.cause instanceof ApplicationFailure || isFinal(reasonOf(error));
}

/** What a person should read of a failure: the innermost reason, in one line. */
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
