import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../contracts/errors.js';
import type { NewBudget, UPDATES } from '../contracts/search/control.js';
import { SEARCH_QUEUE } from '../contracts/search/search-plan.js';
import { searchResultSchema, type SearchProgress, type SearchResult } from '../contracts/search/search.js';
import { COMPARISON } from '../contracts/search/strategy.js';
import { openStore, type Store } from '../storage/store.js';
import { changeOf, type NewLimits } from './limit-change.js';
import { newBudget, reopened } from './extend-search.js';
import { findSearch } from './find-search.js';
import { notRunning, unknownError } from './records.js';
import { executionOf } from './executions.js';
import { restartSearch } from './restart-search.js';
import { askProgress, noAnswer, sendUpdate } from './updates.js';
import { awaitResult, LOOK_MS } from './watch-search.js';

/** How long the workers of a search may take to answer. */
const PATIENCE_MS = 10_000;
/** The same after its end, when the last progress is less important. */
const LAST_PATIENCE_MS = 5_000;

/** Options of a search handle. */
export interface HandleOptions {
  /**
   * The store of the search's workers: its folder, or what `openStore` opened. It is needed for a search that the server
   * has forgotten, and to extend one that has ended.
   */
  store?: string | Store;
  /** Queue of the workers that run searches (`search.queue` of their temporal.yaml); `search` by default. */
  taskQueue?: string;
}

/** @returns null for none */
export function storeOf(store: string | Store | undefined): Store | null {
  return typeof store === 'string' ? openStore(store) : (store ?? null);
}

/**
 * A handle of a search, to follow and change it. Iterating over it gives its progress at each change, and ends with the
 * search; breaking out of the loop leaves the search running.
 */
export class SearchHandle implements AsyncIterable<SearchProgress> {
  private readonly store: Store | null;
  private readonly taskQueue: string;

  constructor(
    private readonly client: Client,
    /** The search's id, which is its workflow's. */
    readonly searchId: string,
    { store, taskQueue = SEARCH_QUEUE }: HandleOptions = {},
  ) {
    this.store = storeOf(store);
    this.taskQueue = taskQueue;
  }

  /**
   * The progress of the search: phase, axis, trials, active seconds, the best so far.
   *
   * @throws UserError('ServerUnavailable') if no worker answers within 10 s
   * @throws UserError('InvalidInput') for a search that the server does not know
   */
  async progress(): Promise<SearchProgress> {
    const progress = await askProgress(this.client, this.searchId, PATIENCE_MS).catch((error: unknown) => {
      throw error instanceof WorkflowNotFoundError ? unknownError(this.searchId) : error;
    });
    if (progress === null) throw noAnswer(this.searchId);
    return progress;
  }

  /**
   * Waits for the search's end, even while its workers or the server are away.
   *
   * @param signal stops waiting, not the search
   * @returns what it found: scores, the best candidate, the folder of the model for `Model.load`
   * @throws SearchFailed with the reason, if it failed, was cancelled or terminated
   * @throws UserError('InvalidInput') for a search that neither the server nor the store knows
   * @throws the signal's reason, if it is aborted
   */
  async result(signal: AbortSignal = new AbortController().signal): Promise<SearchResult> {
    const { client, searchId } = this;
    try {
      const watched = { client, searchId, onServerLost: () => Promise.resolve() };
      const result = await awaitResult(watched, signal, (value) => searchResultSchema.parse(value));
      if (result !== null) return result;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const kept = await this.store?.searches.readResult(searchId);
      if (kept) return kept;
      throw unknownError(searchId);
    }
    throw signal.reason;
  }

  /**
   * Starts no further trials until `resume`; running ones end.
   *
   * @returns what happens now, as a sentence
   * @throws UserError if the search has ended, or no worker answers
   */
  pause(): Promise<string> {
    return this.update('pause');
  }

  /** Continues after `pause`. @returns what happens now, as a sentence. @throws UserError as `pause` */
  resume(): Promise<string> {
    return this.update('resume');
  }

  /**
   * Ends the search: the best so far is fitted and delivered, and is the `result`.
   *
   * @returns what happens now, as a sentence
   * @throws UserError as `pause`
   */
  stop(): Promise<string> {
    return this.update('stop');
  }

  /**
   * Changes the budget of the search. A search that has ended, or that the server has lost, continues from its record
   * in the store: nothing is trained again, and its model is replaced at the end.
   *
   * @param limits limits that are not given stay, except spent ones of an ended search, which are removed
   * @returns what happens now, as a sentence
   * @throws UserError('InvalidInput') for limits that leave nothing to search with, a search that has ended if no store
   *   was given, or a comparison
   * @throws UserError('ServerUnavailable') if no worker answers
   */
  async extend(limits: NewLimits): Promise<string> {
    const { client, searchId, store } = this;
    const change = changeOf(limits);
    const found = store && (await findSearch(client, store.searches, searchId));
    if (!found || found.execution === 'RUNNING') {
      return this.update('setBudget', (progress) => newBudget(progress, change));
    }
    if (found.workflow === COMPARISON) {
      throw new UserError('InvalidInput', `${searchId} compares searches: extend one of them`);
    }
    const { budget, said } = reopened(found, change);
    await restartSearch(client, store.searches, found, { taskQueue: this.taskQueue, extension: budget });
    return said.join('; ');
  }

  /**
   * Its progress at each change, looked for about every 0.7 s, until it ends, however it ends.
   *
   * @throws UserError('InvalidInput') for a search that neither the server nor the store knows
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<SearchProgress, void, void> {
    const over = new AbortController();
    let end: { failure?: unknown } | null = null;
    const ending = this.result(over.signal).then(
      () => (end = {}),
      (failure: unknown) => (end = { failure }),
    );
    try {
      for (let before = ''; ;) {
        const isLast = end !== null;
        // A worker that is starting, or was lost, answers later.
        const patience = isLast ? LAST_PATIENCE_MS : PATIENCE_MS;
        const progress = await askProgress(this.client, this.searchId, patience).catch(() => null);
        const now = progress === null ? before : JSON.stringify({ ...progress, seconds: 0 });
        if (progress !== null && now !== before) yield progress;
        before = now;
        if (isLast) break;
        await Promise.race([ending, delay(LOOK_MS, undefined, { signal: over.signal })]);
      }
    } finally {
      over.abort();
      await ending;
    }
    // `result` reports how the search ended.
    const { failure } = (end as { failure?: unknown } | null) ?? {};
    if (failure instanceof UserError) throw failure;
  }

  /** Changes a running search whose workers answer: otherwise a later worker would execute the update. */
  private async update(
    change: keyof typeof UPDATES,
    budget?: (progress: SearchProgress) => NewBudget,
  ): Promise<string> {
    const { client, searchId } = this;
    const execution = await executionOf(client, searchId);
    if (execution === null) throw unknownError(searchId);
    if (execution.status !== 'RUNNING') {
      throw budget && this.store === null
        ? new UserError('InvalidInput', `${searchId} has ended: to extend it, give its handle the store of its workers`)
        : notRunning(searchId, execution.status);
    }
    const progress = await this.progress();
    return sendUpdate(client, searchId, change, budget?.(progress));
  }
}

/**
 * A handle of a search that was started before: by this or another program, the command line, the Web UI or Nexus.
 *
 * @param searchId its id, which is its workflow's; it is first used by the handle's methods
 */
export function searchHandle(client: Client, searchId: string, options: HandleOptions = {}): SearchHandle {
  return new SearchHandle(client, searchId, options);
}
