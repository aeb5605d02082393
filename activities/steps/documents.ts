import type { AdvanceAnswer, AdvanceOutput, Document } from '../../contracts/module/axis.js';
import type { Json } from '../../contracts/json.js';
import { LARGEST_INLINE_STATE } from '../../contracts/search/limits.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import { keepCandidates } from '../../storage/candidate-list.js';

/** JSON for a payload: over so many bytes it goes to the store. */
export async function writeDocument(
  artifacts: Pick<ArtifactStore, 'put'>,
  document: Json,
  largestInline = LARGEST_INLINE_STATE,
): Promise<Document> {
  const text = JSON.stringify(document);
  if (Buffer.byteLength(text) <= largestInline) return { inline: document };
  return { ref: await artifacts.put(text) };
}

/** @throws SyntaxError where it is no JSON; Error where the store does not have it */
export async function readDocument(artifacts: Pick<ArtifactStore, 'get'>, document: Document): Promise<unknown> {
  if ('inline' in document) return document.inline;
  return JSON.parse((await artifacts.get(document.ref)).toString('utf8'));
}

/** What a step has decided, for a payload: what is large goes to the store. */
export async function answerOf(
  artifacts: Pick<ArtifactStore, 'put'>,
  { state, candidates, ...output }: AdvanceOutput,
): Promise<AdvanceAnswer> {
  return {
    ...output,
    state: await writeDocument(artifacts, state),
    candidates: await keepCandidates(artifacts, candidates),
  };
}
