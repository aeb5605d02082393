import { UserError } from '../contracts/errors.js';
import { configuredEndpoint, askServer, type Endpoint } from './endpoint.js';
import { startServer } from './start.js';

/** How long a configured server may take to answer. */
const CONFIGURED_PATIENCE_MS = 5_000;

/** A server in use: a configured one, or this home's own. */
export interface ServerUse {
  endpoint: Endpoint;
  /** Someone else runs it: it is not stopped. */
  configured: boolean;
  /** Stops it if it is this home's own and nobody else uses it. */
  release(): Promise<void>;
}

export interface UseServerOptions {
  home: string;
  /** Profile of Temporal's configuration, from temporal.yaml. */
  profile: string | undefined;
  log: (line: string) => void;
}

/**
 * Reaches the server that is configured (environment, profile), else the home's own, which is started where it does
 * not run.
 *
 * @throws UserError('ServerUnavailable')
 */
export async function useServer({ home, profile, log }: UseServerOptions): Promise<ServerUse> {
  const endpoint = configuredEndpoint(profile);
  if (endpoint) {
    const answer = await askServer(endpoint, CONFIGURED_PATIENCE_MS);
    if (!('why' in answer)) return { endpoint, configured: true, release: () => Promise.resolve() };
    throw new UserError(
      'ServerUnavailable',
      `the Temporal server at ${endpoint.connection.address} (${endpoint.how}), namespace ${endpoint.namespace}, does not answer: ${answer.why}`,
    );
  }
  const server = await startServer({ home, log });
  return { endpoint: server.endpoint, configured: false, release: () => server.release() };
}
