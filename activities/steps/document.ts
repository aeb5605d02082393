import {
  advanceDocumentSchema,
  advanceInputSchema,
  type AdvanceInput,
  type Document,
} from '../../contracts/module/axis.js';
import type { Json } from '../../contracts/json.js';
import { LARGEST_INLINE_CANDIDATES } from '../../contracts/search/limits.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import { parseRequest } from '../runtime/request.js';

/** JSON for a payload: large values go to the store. */
export async function writeDocument(artifacts: Pick<ArtifactStore, 'put'>, document: Json): Promise<Document> {
  const text = JSON.stringify(document);
  if (Buffer.byteLength(text) <= LARGEST_INLINE_CANDIDATES) return { inline: document };
  return { ref: await artifacts.put(text) };
}

export async function readDocument(artifacts: Pick<ArtifactStore, 'get'>, document: Document): Promise<unknown> {
  if ('inline' in document) return document.inline;
  return JSON.parse((await artifacts.get(document.ref)).toString('utf8'));
}

/**
 * The input of a step from an AdvanceDocument.
 *
 * @throws ApplicationFailure (non-retryable) if it does not have the contract's form; Error if it is not in the store
 */
export async function readInput(
  artifacts: Pick<ArtifactStore, 'get'>,
  axis: string,
  argument: unknown,
): Promise<AdvanceInput> {
  const { input } = parseRequest(`axis ${axis}`, advanceDocumentSchema, argument);
  return parseRequest(`axis ${axis}`, advanceInputSchema, await readDocument(artifacts, input));
}
