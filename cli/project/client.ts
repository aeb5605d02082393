import type { Client } from '@temporalio/client';
import { connect, type Endpoint } from '../../server/endpoint.js';

/** A connected client; `close` ends its connection. */
export interface ClientUse {
  client: Client;
  close: () => Promise<void>;
}

/** @throws Error if the server does not answer. */
export async function connectClient(endpoint: Endpoint): Promise<ClientUse> {
  const { Client } = await import('@temporalio/client');
  // The SDK's own retries would continue after the connection is closed, and end the process.
  const connection = await connect(endpoint, { interceptors: [] });
  return { client: new Client({ connection, namespace: endpoint.namespace }), close: () => connection.close() };
}

/** Runs `work` with a client that is connected meanwhile. @throws Error if the server does not answer. */
export async function withClient<Result>(
  endpoint: Endpoint,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const { client, close } = await connectClient(endpoint);
  try {
    return await work(client);
  } finally {
    await close();
  }
}

/**
 * The same for commands that also work without the server: if it does not answer, this is reported on stderr.
 *
 * @param instead what is shown then
 * @returns null if the server does not answer
 */
export async function withClientIfAnswers<Result>(
  endpoint: Endpoint,
  instead: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result | null> {
  try {
    return await withClient(endpoint, work);
  } catch (error) {
    const { isServerLost } = await import('../../client/watch-search.js');
    const { name, message } = error as Error;
    if (!isServerLost(error) && name !== 'TransportError' && !/connect/i.test(message)) throw error;
    process.stderr.write(`the server at ${endpoint.connection.address} does not answer: ${instead}\n`);
    return null;
  }
}
