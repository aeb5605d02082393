import type { AdvanceAnswer, AdvanceOutput, Document } from '../../contracts/module/axis.js';
import type { Json } from '../../contracts/json.js';
import { LARGEST_INLINE_STATE } from '../../contracts/search/limits.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import { keepCandidates } from '../../storage/candidate-list.js';

/** JSON for a payload: if larger than this, in bytes, it goes to the store. */
export async function writeDocument(
  artifacts: Pick<ArtifactStore, 'put'>,
  document: Json,
  largestInline = LARGEST_INLINE_STATE,
): Promise<Document> {
  const text = JSON.stringify(document);
  if (Buffer.byteLength(text) <= largestInline) return { inline: document };
  return { ref: await artifacts.put(text) };
}

/** @throws SyntaxError if it is not JSON; Error if it is not in the store */
export async function readDocument(artifacts: Pick<ArtifactStore, 'get'>, document: Document): Promise<unknown> {
  if ('inline' in document) return document.inline;
  return JSON.parse((await artifacts.get(document.ref)).toString('utf8'));
}

/** The result of a step for a payload: large values go to the store. */
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
