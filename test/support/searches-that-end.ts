import { expect } from '@jest/globals';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import type { AdvanceRequest } from '../../contracts/module/axis.js';
import { QUERIES, UPDATES } from '../../contracts/search/control.js';
import type { ParadigmPlan } from '../../contracts/search/search-plan.js';
import type { SearchProgress } from '../../contracts/search/search.js';
import { hang } from './axis-worker.js';
import { advancing, delivered, PATIENCE, queues } from './fake-search.js';
import { eventually } from './test-home.js';

export const progressOf = (handle: WorkflowHandle): Promise<SearchProgress> => handle.query(QUERIES.progress);
export const stop = (handle: WorkflowHandle): Promise<string> => handle.executeUpdate(UPDATES.stop);
export const reached = (handle: WorkflowHandle, isSo: (progress: SearchProgress) => boolean): Promise<SearchProgress> =>
  eventually('the progress', async () => {
    const progress = await progressOf(handle);
    return isSo(progress) && progress;
  });
export const isIn =
  (phase: SearchProgress['phase']) =>
  (progress: SearchProgress): boolean =>
    progress.phase === phase;

/** Message of the failure that a search has ended with. */
export async function failureOf(handle: WorkflowHandle): Promise<string> {
  const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WorkflowFailedError);
  return (error as WorkflowFailedError).cause!.message;
}

/** A search ends so many seconds after it was stopped, whatever is away. */
const SECONDS = 45;

export async function soon<T>(ending: Promise<T>): Promise<T> {
  const start = performance.now();
  const end = await ending;
  expect((performance.now() - start) / 1000).toBeLessThan(SECONDS);
  return end;
}

/** Answers the first step alone. */
export const hangingLater = (request: AdvanceRequest): Promise<unknown> =>
  request.step === 0 ? advancing(9)(request) : hang();

export const team = (id: string): ParadigmPlan => ({
  id: 'forest',
  team: 'trees',
  contact: 'trees@example.org',
  queue: queues(id).team,
  build: null,
  route: {
    queue: queues(id).team,
    timeoutSeconds: 60,
    attempts: 2,
    firstDelaySeconds: 0.1,
    maxDelaySeconds: 1,
    patience: PATIENCE,
  },
});

export const now = (): { startMs: number; seconds: number } => ({ startMs: Date.now(), seconds: 0.001 });
export const dataRef = (delivered() as Extract<ReturnType<typeof delivered>, { arrays: string }>).arrays;
export const fit = {
  hyperparameters: {},
  architecture: null,
  seed: 1,
  effort: null,
  train: dataRef,
  valid: null,
  keepModel: true,
};
