import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client, Connection, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, NexusOperationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { HandlerError } from 'nexus-rpc';
import { fileURLToPath } from 'node:url';
import { QUERIES, UPDATES } from '../../contracts/search/control.js';
import type { NexusSearchInput } from '../../contracts/search/nexus.js';
import { SEARCH_QUEUE } from '../../contracts/search/search-plan.js';
import type { SearchProgress } from '../../contracts/search/search.js';
import type { callSearch } from '../support/nexus-workflows.js';
import { eventually, registerNamespace, TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const CALLERS = 'callers';
const INPUT = {
  data: 'examples/data/penguins.csv',
  target: 'species',
  paradigms: ['linear', 'tree'],
  maxTrials: 8,
  strategy: 'sequential' as const,
};

let home: TestHome;
let connection: Connection;
let native: NativeConnection;
let running: { worker: Worker; done: Promise<void> } | undefined;
let callers: Client;
let number = 0;

beforeAll(async () => {
  home = await TestHome.open();
  await home.startAllWorkers();
  connection = await Connection.connect({ address: home.address });
  native = await NativeConnection.connect({ address: home.address });
  await registerNamespace(connection, CALLERS);
  await connection.operatorService.createNexusEndpoint({
    spec: { name: 'coaxial', target: { worker: { namespace: home.namespace, taskQueue: SEARCH_QUEUE } } },
  });
  callers = new Client({ connection, namespace: CALLERS });
  const worker = await eventually('the namespace is known', () => createCaller().catch(() => null));
  running = { worker, done: worker.run() };
});

afterAll(async () => {
  running?.worker.shutdown();
  await running?.done;
  await native?.close();
  await connection?.close();
  await home.close();
});

function createCaller(): Promise<Worker> {
  const workflowsPath = fileURLToPath(new URL('../support/nexus-workflows.ts', import.meta.url));
  return Worker.create({ connection: native, namespace: CALLERS, taskQueue: 'callers', workflowsPath });
}

function call(input: NexusSearchInput): Promise<WorkflowHandle<typeof callSearch>> {
  const options = { taskQueue: 'callers', workflowId: `caller-${number++}`, args: [input] } as const;
  return callers.workflow.start<typeof callSearch>('callSearch', { ...options, args: [input] });
}

/** What a call failed with, from the outermost failure on. */
async function failuresOf(handle: WorkflowHandle<typeof callSearch>): Promise<Error[]> {
  const error: unknown = await handle.result().then(
    () => new Error('the call did not fail'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WorkflowFailedError);
  const failures = [];
  for (let cause = (error as Error).cause; cause instanceof Error; cause = cause.cause) failures.push(cause);
  return failures;
}

/** That a call was refused at once, and not retried. */
async function expectRefusal(handle: WorkflowHandle<typeof callSearch>, message: RegExp): Promise<void> {
  const [failure, cause] = await failuresOf(handle);
  expect(failure).toBeInstanceOf(NexusOperationFailure);
  expect(cause).toBeInstanceOf(HandlerError);
  expect(cause).toMatchObject({ type: 'BAD_REQUEST', message: expect.stringMatching(message) });
}

function progressOf(searchId: string): Promise<SearchProgress | null> {
  return home.client.workflow
    .getHandle(searchId)
    .query<SearchProgress>(QUERIES.progress)
    .catch(() => null);
}

describe('a workflow of another namespace', () => {
  it('gets the result of a search; of the same one where another names its id', async () => {
    const input = { ...INPUT, searchId: 'by-nexus' };
    const handles = [await call(input), await call(input)];
    const [result, other] = await Promise.all(handles.map((handle) => handle.result()));
    expect(result).toMatchObject({ searchId: 'by-nexus', strategy: 'sequential', stopped: 'trials' });
    expect(result.cvScore).toBeLessThan(0.5);
    // The time that it took too.
    expect(other).toEqual(result);
    const { type } = await home.client.workflow.getHandle('by-nexus').describe();
    expect(type).toBe('sequentialSearch');
  });

  it('gets the result of a search that has ended, which is not searched again', async () => {
    const handle = home.client.workflow.getHandle('by-nexus');
    const { runId } = await handle.describe();
    // The same input, written in another way.
    const again = await call({ ...INPUT, seed: 0, searchId: 'by-nexus' });
    expect(await again.result()).toEqual(await handle.result());
    expect((await handle.describe()).runId).toBe(runId);
  });

  it.each<[string, object, RegExp]>([
    ['another target', { target: 'island' }, /search for species in .*, which has ended, .* has another target: give /],
    ['other fields', { maxTrials: 9, seed: 1 }, /this call has another maxTrials, seed: give another searchId/],
    ['another strategy', { strategy: 'joint' }, /is the id of a sequential search .*this call has another strategy/],
  ])('is refused the id of a search that has ended, for %s', async (_what, others, message) => {
    await expectRefusal(await call({ ...INPUT, searchId: 'by-nexus', ...others }), message);
  });

  it('is refused the id of a workflow that is not a search', async () => {
    const options = { workflowId: 'of-another-kind', taskQueue: 'nobody' };
    const other = await home.client.workflow.start('nightlyReport', options);
    await expectRefusal(
      await call({ ...INPUT, searchId: 'of-another-kind' }),
      /is the id of a workflow nightlyReport, which is not a search: give another searchId/,
    );
    await other.terminate();
  });

  it('joins a search that runs, whoever started it, only where its input is the same', async () => {
    const { strategy: _strategy, ...rest } = INPUT;
    const input = { ...rest, maxTrials: 100_000, maxTime: '10m' };
    const search = await home.startSearch('by-a-person', input);
    const asked = { ...input, strategy: 'sequential', searchId: 'by-a-person' } as const;
    const joined = await call({ ...asked, maxTime: 600 });
    await expectRefusal(
      await call({ ...asked, target: 'island' }),
      /search for species in .*penguins.csv, which runs, and this call has another target/,
    );
    await eventually('it can be stopped', async () => (await progressOf('by-a-person'))?.trials.total);
    await eventually('the call has joined it', async () => {
      const { raw } = await search.describe();
      return (raw.callbacks ?? []).length === 1;
    });
    await search.executeUpdate(UPDATES.stop);
    expect(await joined.result()).toEqual(await search.result());
  });

  it('is never given the search of another that was a little quicker with the same id', async () => {
    const inputs = ['species', 'island', 'sex'].map((target) => ({ ...INPUT, target, searchId: 'all-at-once' }));
    const handles = await Promise.all(inputs.map(call));
    const ends = await Promise.allSettled(handles.map((handle) => handle.result()));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = inputs[ends.findIndex(({ status }) => status === 'fulfilled')];
    const opening = await home.store.searches.readOpening('all-at-once');
    expect(opening?.input).toMatchObject({ target: winner.target });
    const refused = handles.filter((_, i) => ends[i].status === 'rejected');
    for (const handle of refused) await expectRefusal(handle, /this call has another target/);
  });

  it.each<[object, RegExp]>([
    [{ target: 'species' }, /: Invalid input: data: .*An input looks like \{"data"/],
    [{ ...INPUT, maxTrails: 3 }, /maxTrails/],
    [{ ...INPUT, strategy: 'fast' }, /strategy: .*pseudo-joint/],
    [{ ...INPUT, maxTime: 'soon' }, /maxTime: "soon" is not a duration/],
    [{ ...INPUT, searchId: 'a\nb' }, /searchId: a search cannot have this id: it has a control character/],
  ])('is refused at once for %j', async (input, message) => {
    const [failure, cause] = await failuresOf(await call(input as NexusSearchInput));
    expect(failure).toBeInstanceOf(NexusOperationFailure);
    expect(cause).toBeInstanceOf(HandlerError);
    expect(cause).toMatchObject({ type: 'BAD_REQUEST', message: expect.stringMatching(message) });
  });

  it('is told why a search failed, and may ask for it again', async () => {
    const input = { ...INPUT, target: 'colour', searchId: 'failed' };
    const runs = new Set<string>();
    for (let attempt = 0; attempt < 2; attempt++) {
      const last = (await failuresOf(await call(input))).at(-1);
      expect(last).toBeInstanceOf(ApplicationFailure);
      expect(last).toMatchObject({ type: 'InvalidTarget', message: expect.stringMatching(/colour is not a column/) });
      runs.add((await home.client.workflow.getHandle('failed').describe()).runId);
    }
    expect(runs.size).toBe(2);
  });

  it('cancels its search where it is cancelled', async () => {
    const handle = await call({ ...INPUT, maxTrials: 100_000, maxTime: '10m', searchId: 'cancelled' });
    const search = home.client.workflow.getHandle('cancelled');
    await eventually('it searches', async () => (await progressOf('cancelled'))?.phase === 'searching');
    await handle.cancel();
    expect((await failuresOf(handle))[0]).toBeInstanceOf(CancelledFailure);
    await eventually('it is cancelled', async () => (await search.describe()).status.name === 'CANCELLED');
  });
});
