import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../storage/store.js';
import { knownSearch } from './known-search.js';

const INPUT = { data: 'churn.csv', target: 'churned' };
const OTHER = { data: 'churn.csv', target: 'age' };
const CONTINUED = { continued: { steps: 12 } };

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-known-'));
  store = openStore(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A codec of an app: what it does to each byte of a payload, and undoes. */
function codecOf(on: (byte: number) => number, off: (byte: number) => number): PayloadCodec {
  const mapped = (payloads: Payload[], map: (byte: number) => number): Promise<Payload[]> =>
    Promise.resolve(payloads.map(({ data, ...payload }) => ({ ...payload, data: data?.map(map) })));
  return { encode: (payloads) => mapped(payloads, on), decode: (payloads) => mapped(payloads, off) };
}

/** A server that knows one workflow, by the arguments of its runs; the latest one comes last. */
function clientOf(runs: unknown[], { type = 'jointSearch', status = 'RUNNING', codecs = [] as PayloadCodec[] } = {}) {
  const describe = (): Promise<object> =>
    runs.length === 0
      ? Promise.reject(new WorkflowNotFoundError('not found', 's', undefined))
      : Promise.resolve({ type, runId: `run-${runs.length - 1}`, status: { name: status } });
  type Request = { execution: { runId: string } };
  return {
    workflow: { getHandle: () => ({ describe }) },
    options: {
      namespace: 'default',
      loadedDataConverter: { payloadConverter: defaultPayloadConverter, payloadCodecs: codecs },
    },
    workflowService: {
      getWorkflowExecutionHistory: async ({ execution }: Request) => {
        const argument = runs[Number(execution.runId.slice('run-'.length))];
        if (argument === null) throw new Error('that run is gone');
        let payloads = [defaultPayloadConverter.toPayload(argument)];
        for (const one of codecs) payloads = await one.encode(payloads);
        const workflowExecutionStartedEventAttributes = { input: { payloads }, firstExecutionRunId: 'run-0' };
        return { history: { events: [{ workflowExecutionStartedEventAttributes }] } };
      },
    },
  } as unknown as Client;
}

const opened = (searchId: string, input: object, workflow = 'jointSearch'): Promise<void> =>
  store.searches.writeOpening({ searchId, workflow, input: { ...input }, at: '' });

describe('what an id stands for', () => {
  it('is nothing where neither the server nor the store knows it', async () => {
    expect(await knownSearch(clientOf([]), store.searches, 'unknown')).toBeNull();
  });

  it('is a search that the server has forgotten, by the store', async () => {
    await opened('forgotten', INPUT);
    const known = { workflow: 'jointSearch', running: false, completed: false, input: INPUT };
    expect(await knownSearch(clientOf([]), store.searches, 'forgotten')).toEqual(known);
  });

  it('is what the server says, rather than the store of an earlier search', async () => {
    await opened('again', OTHER, 'sequentialSearch');
    const known = { workflow: 'jointSearch', running: false, completed: false, input: INPUT };
    expect(await knownSearch(clientOf([INPUT], { status: 'FAILED' }), store.searches, 'again')).toEqual(known);
  });

  it.each([
    ['by its first run', 'long', [INPUT, CONTINUED, CONTINUED], INPUT],
    ['by the store, where that is gone', 'longer', [null, CONTINUED], OTHER],
    ['by the store, where a command had it go on', 'resumed', [CONTINUED], OTHER],
    ['by the store, where a command had it go on, for long', 'resumed-long', [CONTINUED, CONTINUED], OTHER],
  ])('is known of one that goes on from a state: %s', async (_how, searchId, runs, input) => {
    await opened(searchId, OTHER);
    expect(await knownSearch(clientOf(runs), store.searches, searchId)).toMatchObject({
      running: true,
      completed: false,
      input,
    });
  });

  it('has an input that nobody knows, where the store has that of another workflow', async () => {
    await opened('of-another', OTHER, 'sequentialSearch');
    const known = await knownSearch(clientOf([CONTINUED]), store.searches, 'of-another');
    expect(known).toEqual({ workflow: 'jointSearch', running: true, completed: false, input: undefined });
  });

  it("is read through the app's own codecs", async () => {
    // They are undone in one order only.
    const flip = (byte: number): number => byte ^ 7;
    const codecs = [
      codecOf(flip, flip),
      codecOf(
        (byte) => byte + 1,
        (byte) => byte - 1,
      ),
    ];
    const client = clientOf([INPUT], { codecs });
    expect(await knownSearch(client, store.searches, 'coded')).toMatchObject({ input: INPUT });
  });
});
