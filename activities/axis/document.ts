import type { DocumentPayload } from '../../contracts/axis.js';
import type { Json } from '../../contracts/json.js';
import { LARGEST_INLINE_CANDIDATES } from '../../contracts/limits.js';
import type { ArtifactStore } from '../../storage/artifacts.js';

/** JSON for a payload: what is large goes to the store. */
export async function writeDocument(artifacts: Pick<ArtifactStore, 'put'>, document: Json): Promise<DocumentPayload> {
  const text = JSON.stringify(document);
  if (Buffer.byteLength(text) <= LARGEST_INLINE_CANDIDATES) return { inline: document };
  return { ref: await artifacts.put(text) };
}

export async function readDocument(artifacts: Pick<ArtifactStore, 'get'>, document: DocumentPayload): Promise<unknown> {
  if ('inline' in document) return document.inline;
  return JSON.parse((await artifacts.get(document.ref)).toString('utf8'));
}
