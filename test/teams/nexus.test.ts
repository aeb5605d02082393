import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client, Connection, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, NexusOperationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { HandlerError } from 'nexus-rpc';
import { fileURLToPath } from 'node:url';
import { QUERIES } from '../../contracts/control.js';
import type { NexusSearchInput } from '../../contracts/nexus.js';
import { SEARCH_QUEUE } from '../../contracts/search-plan.js';
import type { SearchProgress } from '../../contracts/search.js';
import type { callSearch } from '../support/nexus-workflows.js';
import { eventually, TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const CALLERS = 'callers';
const INPUT = { data: 'examples/data/penguins.csv', target: 'species', maxTrials: 8, strategy: 'sequential' } as const;

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
  await connection.workflowService.registerNamespace({
    namespace: CALLERS,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  await connection.operatorService.createNexusEndpoint({
    spec: { name: 'coaxial', target: { worker: { namespace: 'default', taskQueue: SEARCH_QUEUE } } },
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

  it.each<[object, RegExp]>([
    [{ target: 'species' }, /: Invalid input: data: .*An input looks like \{"data"/],
    [{ ...INPUT, maxTrails: 3 }, /maxTrails/],
    [{ ...INPUT, strategy: 'fast' }, /strategy: .*pseudo-joint/],
    [{ ...INPUT, maxTime: 'soon' }, /maxTime: "soon" is no duration/],
    [{ ...INPUT, searchId: 'a\nb' }, /searchId: no control characters/],
  ])('is refused at once for %j', async (input, message) => {
    const [failure, cause] = await failuresOf(await call(input as NexusSearchInput));
    expect(failure).toBeInstanceOf(NexusOperationFailure);
    expect(cause).toBeInstanceOf(HandlerError);
    expect(cause).toMatchObject({ type: 'BAD_REQUEST', message: expect.stringMatching(message) });
  });

  it('is told why a search failed', async () => {
    const failures = await failuresOf(await call({ ...INPUT, target: 'colour' }));
    const last = failures.at(-1);
    expect(last).toBeInstanceOf(ApplicationFailure);
    expect(last).toMatchObject({ type: 'InvalidTarget', message: expect.stringMatching(/colour is not a column/) });
  });

  it('cancels its search where it is cancelled', async () => {
    const handle = await call({ ...INPUT, maxTrials: 100_000, maxTime: '10m', searchId: 'cancelled' });
    const search = home.client.workflow.getHandle('cancelled');
    await eventually('it searches', async () => {
      const progress = await search.query<SearchProgress>(QUERIES.progress).catch(() => null);
      return progress?.phase === 'searching';
    });
    await handle.cancel();
    expect((await failuresOf(handle))[0]).toBeInstanceOf(CancelledFailure);
    await eventually('it is cancelled', async () => (await search.describe()).status.name === 'CANCELLED');
  });
});
