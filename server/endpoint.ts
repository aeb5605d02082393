import type { Connection, ConnectionOptions, TLSConfig } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { UserError } from '../contracts/errors.js';

/** How to reach a Temporal server; `connection` suits the client's and the worker's `connect` alike. */
export interface Endpoint {
  readonly connection: {
    readonly address: string;
    readonly tls?: TLSConfig | boolean;
    readonly apiKey?: string;
    readonly metadata?: Record<string, string>;
  };
  readonly namespace: string;
  /** Address of the Web UI without a slash at its end; null if it is not known. */
  readonly webUi: string | null;
  /** Where the address came from, for people. */
  readonly how: string;
}

/** An endpoint on this machine without keys or certificates. */
export function localEndpoint(address: string, webUi: string | null, how: string): Endpoint {
  return { connection: { address }, namespace: 'default', webUi, how };
}

/**
 * The server that the environment (`TEMPORAL_ADDRESS`, …) or a profile of Temporal's own configuration file names;
 * null if none of them has an address. No configuration names a Web UI: `COAXIAL_WEB_UI` may.
 *
 * @throws UserError('ServerUnavailable') if the configuration cannot be read.
 */
export function configuredEndpoint(profile: string | undefined, env: NodeJS.ProcessEnv = process.env): Endpoint | null {
  const webUi = env.COAXIAL_WEB_UI?.replace(/\/+$/, '') || null;
  const { connectionOptions, namespace = 'default' } = load(profile, env);
  const { address, tls, apiKey, metadata } = connectionOptions;
  if (!address) {
    if (profile !== undefined) {
      throw new UserError('ServerUnavailable', `the profile "${profile}" (temporal.yaml: profile) has no address`);
    }
    return null;
  }
  return {
    connection: {
      address,
      ...(tls !== undefined && tls !== null && { tls }),
      ...(typeof apiKey === 'string' && { apiKey }),
      ...(metadata && { metadata: metadata as Record<string, string> }),
    },
    namespace,
    webUi,
    how: env.TEMPORAL_ADDRESS ? 'TEMPORAL_ADDRESS' : `profile "${profile ?? env.TEMPORAL_PROFILE ?? 'default'}"`,
  };
}

function load(profile: string | undefined, env: NodeJS.ProcessEnv): ReturnType<typeof loadClientConnectConfig> {
  const overrideEnvVars = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  try {
    return loadClientConnectConfig({ ...(profile !== undefined && { profile }), overrideEnvVars });
  } catch (error) {
    throw new UserError(
      'ServerUnavailable',
      `Temporal's configuration cannot be read: ${(error as Error).message.split('\n')[0]}`,
    );
  }
}

/**
 * A connection of the client. Proxies of the environment (`http_proxy`, `grpc_proxy`, …) are for other machines: a
 * server on this one is reached without them. (Workers' connections never use the environment.)
 *
 * @throws Error if the server does not answer in time
 */
export async function connect({ connection }: Endpoint, options: ConnectionOptions = {}): Promise<Connection> {
  const { Connection } = await import('@temporalio/client');
  const direct = isLoopback(connection.address) && { channelArgs: { 'grpc.enable_http_proxy': 0 } };
  const connecting = Connection.lazy({ ...connection, ...direct, ...options });
  try {
    await connecting.ensureConnected();
    return connecting;
  } catch (error) {
    // Connection.connect leaves it open, and it keeps reconnecting.
    await connecting.close();
    throw error;
  }
}

/** Whether a `host:port` is on this machine. */
function isLoopback(address: string): boolean {
  const host = address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return /^(.+\.)?localhost$/i.test(host) || /^(::ffff:)?127(\.\d+){3}$/i.test(host) || host === '::1';
}

/** A server's answer: its namespace's id, which is unique to its database; or why there was none. */
export type Answer = { namespaceId: string } | { why: string };

/** Asks the server for its namespace, and waits `patienceMs` at most. */
export async function askServer(endpoint: Endpoint, patienceMs: number): Promise<Answer> {
  let connection: Connection | undefined;
  try {
    connection = await connect(endpoint, { connectTimeout: patienceMs });
    const { workflowService } = connection;
    const { namespaceInfo } = await connection.withDeadline(Date.now() + patienceMs, () =>
      workflowService.describeNamespace({ namespace: endpoint.namespace }),
    );
    return { namespaceId: namespaceInfo?.id ?? '' };
  } catch (error) {
    return { why: (error as Error).message.split('\n')[0] };
  } finally {
    await connection?.close();
  }
}
