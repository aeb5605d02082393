import { configuredEndpoint, type Endpoint } from '../../server/endpoint.js';
import { runningEndpoint } from '../../server/start.js';
import type { Project } from './project.js';

/** The configured server, else the home's own if it runs; nothing is started. */
export async function existingServer({ settings, home }: Project): Promise<Endpoint | null> {
  return configuredEndpoint(settings.profile) ?? (await runningEndpoint(home));
}
